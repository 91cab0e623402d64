namespace FlashFlow.WebFront.Tests.Limits;

/// <summary>A clock whose timers fire on the thread that moves the clock.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long now = TimeSpan.TicksPerDay;
    private readonly List<Timer> timers = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state)) { Due = now + dueTime.Ticks, Period = period.Ticks };
        timers.Add(timer);
        return timer;
    }

    /// <summary>Moves the clock, back too, and fires what falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        var target = now + by.Ticks;
        for (; timers.MinBy(timer => timer.Due) is { } due && due.Due <= target; due.Due += due.Period)
        {
            now = due.Due;
            due.Fire();
        }

        now = target;
    }

    private sealed class Timer(Action fire) : ITimer
    {
        public long Due { get; set; }

        public long Period { get; init; }

        public Action Fire => fire;

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => Due = long.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
