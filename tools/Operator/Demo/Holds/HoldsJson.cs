using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlashFlow.Operator.Demo.Holds;

/// <summary>How the demo of holds reads and writes JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SaleBody))]
[JsonSerializable(typeof(BuyBody))]
[JsonSerializable(typeof(PaymentBody))]
[JsonSerializable(typeof(ConfirmBody))]
[JsonSerializable(typeof(HoldsAnswer))]
internal sealed partial class HoldsJson : JsonSerializerContext;
