namespace FlashFlow.Simulation.Tests.Scheduling;

/// <summary>
/// A process of the simulated world. Its code runs with the process as its synchronization context, so each <c>await</c> comes back
/// to the scheduler. When it is killed, all of its continuations and timers stop for ever, wherever they are; nothing is unwound.
/// </summary>
internal sealed class SimulatedProcess(string name, int number, Scheduler scheduler) : SynchronizationContext
{
    private TimeProvider? time;

    /// <summary>Its name in the trace.</summary>
    public string Name => name;

    /// <summary>Its number in the schedule.</summary>
    public int Number => number;

    /// <summary>False once it was killed.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>The clock; its timers die with the process.</summary>
    public TimeProvider Time => time ??= new SimulatedTime(this, scheduler);

    /// <summary>Ends it, as <c>kill -9</c> does.</summary>
    public void Kill() => IsAlive = false;

    /// <summary>Runs this as soon as chance will have it.</summary>
    public void Post(Action action) => scheduler.Add(this, static state => ((Action)state!)(), action);

    /// <summary>Waits by the clock of the schedule.</summary>
    public Task DelayAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), Time);

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => scheduler.Add(this, d, state);

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing may block here.");

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <inheritdoc/>
    public override string ToString() => name;

    /// <summary>What runs next on this thread is code of this process.</summary>
    internal void Enter() => SetSynchronizationContext(this);
}
