namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Some of a process's connections, for one kind of question: whoever asks more waits for those who asked before, and nobody else does.</summary>
/// <param name="most">How many ask at once.</param>
/// <param name="patienceMilliseconds">How long one waits for a turn: no longer than the asker, so that nobody waits behind questions of nobody.</param>
/// <param name="what">What the connections are for.</param>
internal sealed class PostgresTurns(int most, int patienceMilliseconds, string what) : IDisposable
{
    private readonly SemaphoreSlim free = new(most);

    /// <summary>Waits for a turn, which ends when what is returned is disposed of.</summary>
    /// <exception cref="TimeoutException">All are taken, and stayed so.</exception>
    public async Task<IDisposable> TakeAsync()
    {
        if (!await free.WaitAsync(patienceMilliseconds))
            throw new TimeoutException($"all {most} connections for {what} are taken");
        return new Turn(free);
    }

    public void Dispose() => free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
