namespace FlashFlow.WebFront.Tests.Shoppers;

/// <summary>A clock whose timers come so many times sooner.</summary>
internal sealed class HastyClock(int times) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / times : dueTime, period > TimeSpan.Zero ? period / times : period);
}
