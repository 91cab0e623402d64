namespace FlashFlow.Core.Draining;

/// <summary>Pauses that double from 50 ms up to a maximum.</summary>
public sealed class Backoff(TimeSpan max, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);

    private TimeSpan next = First;

    /// <summary>Waits, and makes the next wait twice as long.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        var pause = next < max ? next : max;
        next = pause * 2;
        await Task.Delay(pause, time, cancellation);
    }

    /// <summary>Makes the next wait the shortest again.</summary>
    public void Reset() => next = First;
}
