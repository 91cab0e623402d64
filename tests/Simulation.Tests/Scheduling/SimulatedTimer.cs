namespace FlashFlow.Simulation.Tests.Scheduling;

/// <summary>A timer of a process; it fires as a step of the scheduler.</summary>
internal sealed class SimulatedTimer(SimulatedProcess process, Scheduler scheduler, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan period;
    private int version;

    // Written by the finalizer's thread too, which disposes of the timers of dead processes.
    private volatile bool isDisposed;

    /// <inheritdoc/>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        version++;
        this.period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
            scheduler.Arm(this, version, scheduler.Now + dueTime.Ticks);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => isDisposed = true;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal bool IsArmed(int armed) => armed == version && process.IsAlive && !isDisposed;

    internal void Fire()
    {
        if (period > TimeSpan.Zero)
            scheduler.Arm(this, version, scheduler.Now + period.Ticks);
        process.Enter();
        callback(state);
    }
}
