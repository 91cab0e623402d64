using System.Diagnostics;

namespace FlashFlow.Supervisor;

/// <summary>
/// Who starts or stops things in a state directory takes turns with others who do. The lock is an advisory one (flock) on the file
/// <c>lock</c>; processes that are started do not inherit it, and it ends with whoever holds it.
/// </summary>
public sealed class StateLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly FileStream file;

    private StateLock(FileStream file) => this.file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="state">What is locked.</param>
    /// <param name="say">Hears that it has to be waited for.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="SupervisorException">Another has held it for five minutes.</exception>
    public static async Task<StateLock> TakeAsync(StateDirectory state, Action<string> say, CancellationToken cancellation = default)
    {
        if (TryTake(state) is { } atOnce)
            return atOnce;
        say($"waiting for another flashflow command that works in {state.Root} ...");
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(LookEvery, cancellation);
            if (TryTake(state) is { } later)
                return later;
        }

        throw new SupervisorException($"another flashflow command has held {state.PathOf("lock")} for five minutes.");
    }

    /// <summary>Whether somebody else starts or stops something just now.</summary>
    public static bool IsTaken(StateDirectory state)
    {
        using var free = TryTake(state);
        return free is null;
    }

    /// <summary>Lets the next one have it.</summary>
    public void Dispose() => file.Dispose();

    private static StateLock? TryTake(StateDirectory state)
    {
        try
        {
            return new(new(state.PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
