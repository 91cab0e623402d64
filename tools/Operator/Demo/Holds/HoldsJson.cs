using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlashFlow.Operator.Demo.Holds;

/// <summary>The bodies of the demo's calls.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SaleBody))]
[JsonSerializable(typeof(BuyBody))]
[JsonSerializable(typeof(PaymentBody))]
[JsonSerializable(typeof(ConfirmBody))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class HoldsJson : JsonSerializerContext
{
    /// <summary>Starts a sale.</summary>
    internal sealed record SaleBody(string Name, int Stock, decimal Price, string Currency, int HoldSeconds);

    /// <summary>Buys.</summary>
    internal sealed record BuyBody(string ShopperId, int Quantity);

    /// <summary>Pays.</summary>
    internal sealed record PaymentBody(Guid OrderId, long Amount, string Currency, string Behaviour);

    /// <summary>Confirms.</summary>
    internal sealed record ConfirmBody(string PaymentRef, long Amount, string Currency);

    /// <summary>What all of them are answered with, as far as the demo looks at it.</summary>
    internal sealed record Answer
    {
        public long Epoch { get; init; }

        public Guid OrderId { get; init; }

        public string? Status { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }

        public long Amount { get; init; }

        public string? Currency { get; init; }

        public string? PaymentRef { get; init; }

        public bool Reinstated { get; init; }
    }
}
