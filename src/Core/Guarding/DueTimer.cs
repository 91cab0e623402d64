namespace FlashFlow.Core.Guarding;

/// <summary>Wakes a guard when something of its product is due, as the ledger said last.</summary>
/// <param name="wake">What is then to be done, where the guard lives: in a grain, one thing at a time.</param>
/// <param name="time">The clock that runs until then.</param>
internal sealed class DueTimer(Action wake, TimeProvider time) : IDisposable
{
    // Longer than any timer can wait; it is asked again then.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly TaskScheduler scheduler = TaskScheduler.Current;
    private ITimer? timer;
    private bool isDisposed;

    /// <summary>Whether it waits, or did.</summary>
    public bool IsSet => timer is not null;

    /// <summary>Wakes the guard after this time, and no other time that was said before.</summary>
    public void Set(TimeSpan wait)
    {
        if (isDisposed)
            return;
        timer ??= time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(wait < Longest ? wait : Longest, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        timer?.Dispose();
    }

    private void Fire()
    {
        if (scheduler == TaskScheduler.Default)
            wake();
        else
            _ = Task.Factory.StartNew(wake, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
    }
}
