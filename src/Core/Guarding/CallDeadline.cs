namespace FlashFlow.Core.Guarding;

/// <summary>
/// Until when a call may be carried out, by the ledger's own clock: one that comes later is refused by the script, however long it lay in a
/// frozen process or in a queue. So a caller who gave it up knows when no more can come of it.
/// </summary>
/// <param name="NotAfter">The last moment, in Unix milliseconds; the greatest number where the caller has yet to hear what the clock shows.</param>
/// <param name="EarlierNotAfter">The last moment of the calls for the same that were given up, in Unix milliseconds; 0 where none was.</param>
public sealed record CallDeadline(long NotAfter, long EarlierNotAfter = 0)
{
    /// <summary>Whether it comes too late.</summary>
    /// <param name="now">The ledger's clock, in Unix milliseconds.</param>
    public bool IsOver(long now) => now > NotAfter;

    /// <summary>Whether a call that was given up may still be carried out: then a refusal is not the last word.</summary>
    /// <param name="now">The ledger's clock, in Unix milliseconds; 0 for one that nobody read.</param>
    public bool MayComeLater(long now) => EarlierNotAfter > 0 && now <= EarlierNotAfter;
}
