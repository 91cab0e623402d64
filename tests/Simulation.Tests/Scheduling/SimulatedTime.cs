namespace FlashFlow.Simulation.Tests.Scheduling;

/// <summary>The clock of the schedule, as one process sees it.</summary>
internal sealed class SimulatedTime(SimulatedProcess process, Scheduler scheduler) : TimeProvider
{
    private static readonly long Start = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero).UtcTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => scheduler.Now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Start + scheduler.Now, TimeSpan.Zero);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(process, scheduler, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
