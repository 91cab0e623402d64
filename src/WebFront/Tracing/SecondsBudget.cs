namespace FlashFlow.WebFront.Tracing;

/// <summary>So many in each second, about: two threads that meet at a second's change may take one more.</summary>
internal sealed class SecondsBudget(int most, TimeProvider time)
{
    private long second;
    private int taken;

    /// <summary>Takes one.</summary>
    /// <returns>False when this second's are used up.</returns>
    public bool TryTake()
    {
        var now = time.GetTimestamp() / time.TimestampFrequency;
        if (Interlocked.Exchange(ref second, now) != now)
            Volatile.Write(ref taken, 0);
        return Interlocked.Increment(ref taken) <= most;
    }
}
