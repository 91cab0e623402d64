namespace FlashFlow.Bench.Rooms;

/// <summary>A line as a front shows it, with the names of its answer.</summary>
/// <param name="State">What it does.</param>
/// <param name="AsOf">When it was so, by the ledger's clock; events do not say.</param>
/// <param name="Members">How many have joined.</param>
/// <param name="Admitted">The highest place that was let in.</param>
/// <param name="Skipped">How many of these had left.</param>
/// <param name="AdmittedLately">By how many places it has moved in the last <paramref name="LatelySeconds"/>.</param>
/// <param name="LatelySeconds">That time.</param>
internal sealed record LineView(string State, DateTimeOffset AsOf, long Members, long Admitted, long Skipped, long AdmittedLately, double LatelySeconds)
{
    /// <summary>Everybody who still waits does so in vain.</summary>
    public bool IsSoldOut => State == "sold_out";

    /// <summary>Everybody who has joined has a place.</summary>
    public bool IsDrawn => State is not ("not_open" or "gathering" or "drawing");
}
