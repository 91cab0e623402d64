namespace FlashFlow.Chaos.Shopping;

/// <summary>What one shopper was told of where they stand, with the names of the answer.</summary>
/// <param name="State"><c>gathering</c>, <c>waiting</c>, <c>in</c> or <c>over</c>.</param>
/// <param name="Number">Their number.</param>
/// <param name="Receipt">What shows it later.</param>
/// <param name="Room">How the line stood.</param>
/// <param name="Place">Their place; null before the draw.</param>
/// <param name="Pass">What they buy with, where they are in.</param>
/// <param name="PassExpiresAt">Until when it is good.</param>
internal sealed record Turn(
    string State, long Number, string Receipt, LineLook Room, long? Place = null, string? Pass = null, DateTimeOffset? PassExpiresAt = null);
