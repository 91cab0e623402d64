using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Core.Draining;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>What a transition tells beside its kind and its order, as it stands in the column order_events.details.</summary>
/// <param name="Deadline">The hold's new deadline.</param>
/// <param name="Payment">The payment.</param>
/// <param name="Cancelled">Units of the order that are cancelled by then.</param>
/// <param name="Units">Units that are for sale by it.</param>
/// <param name="By">The name of the key that asked for it.</param>
/// <param name="Key">The key under which units were cancelled.</param>
/// <param name="Asked">The units that were asked for under that key, empty for all that were left.</param>
public sealed record TransitionDetails(
    DateTimeOffset? Deadline, string? Payment, int? Cancelled, int? Units, string? By, string? Key, string? Asked)
{
    private static readonly TransitionDetails None = new(null, null, null, null, null, null, null);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static TransitionDetails Read(string json) => JsonSerializer.Deserialize(json, TransitionDetailsJson.Default.TransitionDetails)!;

    /// <summary>Writes them; null when there are none.</summary>
    internal static string? Write(Transition transition)
    {
        var details = new TransitionDetails(
            transition.Deadline, transition.PaymentRef, transition.Cancelled, transition.Units, transition.By, transition.Key, transition.Asked);
        return details == None ? null : JsonSerializer.Serialize(details, TransitionDetailsJson.Default.TransitionDetails);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TransitionDetails))]
internal sealed partial class TransitionDetailsJson : JsonSerializerContext;
