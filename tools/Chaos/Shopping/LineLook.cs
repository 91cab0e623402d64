namespace FlashFlow.Chaos.Shopping;

/// <summary>A line as a front showed it, with the names of its answer.</summary>
/// <param name="Commitment">Tells one room from the next; null of one whose data are lost.</param>
/// <param name="AsOf">When it was so, by the ledger's clock.</param>
/// <param name="Drawn">How many had joined at the start, null before it.</param>
/// <param name="Admitted">The highest place that was let in.</param>
/// <param name="Inside">How many may buy.</param>
/// <param name="Skipped">How many had left before it was their turn.</param>
/// <param name="Finished">How many have bought.</param>
/// <param name="PerMinute">The rate.</param>
/// <param name="Remaining">Units left.</param>
internal sealed record LineLook(
    string? Commitment, DateTimeOffset AsOf, long? Drawn, long Admitted, long Inside, long Skipped, long Finished, int PerMinute, long Remaining);
