namespace FlashFlow.Core.Guarding;

/// <summary>
/// A stale-while-revalidate cache of "nothing left" (RFC 5861): a crowd at a sold-out product costs a ledger call now and then, and nobody
/// but the one who makes it waits for it.
/// </summary>
/// <remarks>Only for buys that cannot be retries: an accepted order must get its own answer also after the last unit went (G4).</remarks>
internal sealed class SoldOutMemory(TimeSpan span, TimeProvider time)
{
    private readonly long ticks = (long)(span.TotalSeconds * time.TimestampFrequency);
    private long until = long.MinValue;
    private long askedAfter = long.MinValue;
    private int forgets;

    /// <summary>
    /// Whether a buy is answered from memory. When the time is over the first one is not: it asks the ledger, and the others are
    /// answered while it does, for as long again at most. Otherwise a whole crowd would wait for that call.
    /// </summary>
    public bool Answers()
    {
        var now = time.GetTimestamp();
        var end = Volatile.Read(ref until);
        return now < end || (now < end + ticks && Interlocked.Exchange(ref askedAfter, end) == end);
    }

    /// <summary>Whether it knows, without anybody who asks.</summary>
    public bool Remembers => time.GetTimestamp() < Volatile.Read(ref until);

    /// <summary>How often it was told to forget. An answer that was asked for before the last time is out of date.</summary>
    public int Forgets => Volatile.Read(ref forgets);

    public void Learn(bool isSoldOut, int forgetsBefore)
    {
        if (forgetsBefore == Forgets)
            Volatile.Write(ref until, isSoldOut ? time.GetTimestamp() + ticks : long.MinValue);
    }

    public void Forget()
    {
        Interlocked.Increment(ref forgets);
        Volatile.Write(ref until, long.MinValue);
    }
}
