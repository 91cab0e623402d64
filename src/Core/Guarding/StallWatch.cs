namespace FlashFlow.Core.Guarding;

/// <summary>
/// Knows whether this process has just stood still, as one that was frozen has. Calls that came before may be asked elsewhere by now and answered
/// there for good, so what was refused there must not be accepted here.
/// </summary>
public sealed class StallWatch : IDisposable
{
    /// <summary>From which length on. Whoever asks elsewhere waits longer first.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>How long it takes until all that came before has been refused.</summary>
    public static readonly TimeSpan Settles = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider time;
    private readonly ManualResetEventSlim ending = new();
    private long lookedAt;
    private long stalledUntil;

    /// <param name="time">The clock, of which only the time that passes is used.</param>
    public StallWatch(TimeProvider time)
    {
        this.time = time;
        lookedAt = time.GetTimestamp();
        stalledUntil = lookedAt - (long)((Settles + LooksEvery).TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>Looks again and again, on a thread of its own: those of the pool may be busy, which is no standstill.</summary>
    /// <returns>This watch.</returns>
    public StallWatch Begin()
    {
        new Thread(() =>
        {
            while (!ending.Wait(LooksEvery))
                Look();
        })
        { IsBackground = true, Name = "stall watch" }.Start();
        return this;
    }

    /// <summary>Notes that time passes.</summary>
    public void Look()
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(lookedAt, now) > Longest)
            Volatile.Write(ref stalledUntil, now);
        Volatile.Write(ref lookedAt, now);
    }

    /// <summary>Throws where what is to be done may have been asked before the process stood still.</summary>
    /// <exception cref="LedgerUnavailableException">It has just stood still.</exception>
    public void ThrowIfStalled()
    {
        if (time.GetElapsedTime(Volatile.Read(ref lookedAt)) > Longest || time.GetElapsedTime(Volatile.Read(ref stalledUntil)) < Settles)
            throw new LedgerUnavailableException("This process has just stood still.") { NothingWasDone = true };
    }

    /// <inheritdoc/>
    public void Dispose() => ending.Set();
}
