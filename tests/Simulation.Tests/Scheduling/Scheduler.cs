namespace FlashFlow.Simulation.Tests.Scheduling;

/// <summary>
/// Runs all processes of a schedule on one thread. Whatever could run now is in one list, and chance picks the next of it; when
/// nothing can run, time jumps to the next timer. So every order in which real threads, wires and clocks might have met is a seed
/// away, a schedule takes no longer than its code, and the same seed plays the same schedule again, step by step.
/// </summary>
internal sealed class Scheduler(Chance chance, Trace trace)
{
    // Once in so many steps a timer goes first although other work is ready: somebody was slow.
    private const int HasteOneIn = 25;

    private readonly List<Work> ready = [];
    private readonly PriorityQueue<(SimulatedTimer Timer, int Version), (long Due, long Order)> timers = new();
    private bool isOver;
    private long timersSet;

    /// <summary>Ticks (100 ns) since the schedule began.</summary>
    public long Now { get; private set; }

    /// <summary>Steps made.</summary>
    public int Steps { get; private set; }

    /// <summary>From now on nobody is slow: time passes only while nothing can run.</summary>
    public bool IsPunctual { get; set; }

    /// <summary>Adds work. What comes after the end, or for a dead process, is dropped.</summary>
    public void Add(SimulatedProcess process, SendOrPostCallback callback, object? state)
    {
        // The finalizer may bring the timers of dead processes here, on its own thread: nothing must be touched then.
        if (process.IsAlive && !isOver)
            ready.Add(new(process, callback, state));
    }

    /// <summary>Makes one step.</summary>
    /// <returns>False when there is nothing left to do, ever.</returns>
    public bool Step()
    {
        Steps++;
        if (ready.Count == 0 || (timers.Count > 0 && !IsPunctual && chance.OneIn(HasteOneIn)))
            return FireNextTimer() || ready.Count > 0;

        var at = chance.Below(ready.Count);
        var work = ready[at];
        ready[at] = ready[^1];
        ready.RemoveAt(ready.Count - 1);
        trace.Mix((at << 8) ^ work.Process.Number);
        if (work.Process.IsAlive)
        {
            work.Process.Enter();
            work.Callback(work.State);
        }

        return true;
    }

    /// <summary>Nothing runs any more.</summary>
    public void End() => isOver = true;

    internal void Arm(SimulatedTimer timer, int version, long due) => timers.Enqueue((timer, version), (due, timersSet++));

    private bool FireNextTimer()
    {
        while (timers.TryDequeue(out var set, out var when))
        {
            if (!set.Timer.IsArmed(set.Version))
                continue;
            Now = Math.Max(Now, when.Due);
            trace.Mix(Now);
            set.Timer.Fire();
            return true;
        }

        return false;
    }

    private readonly record struct Work(SimulatedProcess Process, SendOrPostCallback Callback, object? State);
}
