namespace FlashFlow.Core.Guarding;

/// <summary>
/// What the ledger's clock shows now, by what its answers have said of it. An estimate, and never ahead by more than a clock that was set
/// back: who goes by it may be refused as late, and never decides anything wrong.
/// </summary>
/// <param name="time">Of which the time that passes is used, and no time of day.</param>
public sealed class LedgerClock(TimeProvider time)
{
    private readonly long startedAt = time.GetTimestamp();
    private long atStart = long.MinValue; // What the ledger's clock showed when this began; the least until something was heard.

    /// <summary>The ledger's clock, in Unix milliseconds; null until something was heard.</summary>
    public long? Now => Volatile.Read(ref atStart) is > long.MinValue and var heard ? heard + Elapsed : null;

    private long Elapsed => (long)time.GetElapsedTime(startedAt).TotalMilliseconds;

    /// <summary>Learns from an answer. It shows at least as much by now, so the latest of all that were heard is the nearest.</summary>
    /// <param name="now">What it showed when it answered, in Unix milliseconds; 0 for an answer that does not say it.</param>
    public void Hear(long now)
    {
        var heard = now - Elapsed;
        for (var before = Volatile.Read(ref atStart); now > 0 && heard > before;)
        {
            var seen = Interlocked.CompareExchange(ref atStart, heard, before);
            if (seen == before)
                return;
            before = seen;
        }
    }
}
