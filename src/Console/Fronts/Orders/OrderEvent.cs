using System.Text.Json;

namespace FlashFlow.Console.Fronts.Orders;

/// <summary>Something that happened to an order.</summary>
/// <param name="Seq">Its number among all that happened in the sale.</param>
/// <param name="At">When; null where that is not known.</param>
/// <param name="Kind">What.</param>
/// <param name="By">Who did it; null where nobody did.</param>
/// <param name="Details">What more is known.</param>
public sealed record OrderEvent(long Seq, DateTimeOffset? At, string Kind, string? By, IReadOnlyDictionary<string, JsonElement>? Details);
