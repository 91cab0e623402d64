namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>
/// The way from a process to a server, on which calls and replies are lost or late. What the server does is one atomic step;
/// the caller's death does not take back what is under way.
/// </summary>
internal sealed class Wire(World world, string server, int number, Func<string, Exception> failure)
{
    private const int DeadlineMilliseconds = 400;
    private const int MaxLatenessMilliseconds = 1_500;

    private readonly SimulatedProcess process = new(server, number, world.Scheduler);
    private long awayUntil;

    /// <summary>Where the server's own steps run.</summary>
    public SimulatedProcess Process => process;

    /// <summary>Calls that were given up and will be carried out all the same.</summary>
    public int Late { get; private set; }

    /// <summary>For so long the server refuses what comes.</summary>
    public void StayAway(int milliseconds) => awayUntil = world.Scheduler.Now + (milliseconds * TimeSpan.TicksPerMillisecond);

    /// <summary>The server is back.</summary>
    public void Return() => awayUntil = 0;

    /// <summary>Has the server do something.</summary>
    /// <param name="caller">Who waits for it.</param>
    /// <param name="what">What it is, for the trace.</param>
    /// <param name="execute">The server's atomic step.</param>
    /// <param name="mayBeLate">False where a call must not come after its caller gave it up.</param>
    public Task<T> CallAsync<T>(SimulatedProcess caller, string what, Func<T> execute, bool mayBeLate = true)
    {
        var reply = new TaskCompletionSource<T>();
        var chance = world.Chance;
        var plan = world.Plan;
        if (!world.HasFaults)
            process.Post(() => Execute(caller, what, execute, reply, isHeard: true));
        else if (chance.OneIn(plan.LostOneIn))
            GiveUp(caller, what, "is lost", reply);
        else if (chance.OneIn(plan.RefusedOneIn))
            caller.Post(() => Fail(caller, what, "is refused", reply));
        else if (chance.OneIn(plan.LostReplyOneIn))
        {
            process.Post(() => Execute(caller, what, execute, reply, isHeard: false));
            GiveUp(caller, what, "gets no reply", reply);
        }
        else if (mayBeLate && chance.OneIn(plan.LateOneIn))
        {
            GiveUp(caller, what, "is late", reply);
            ExecuteLate(caller, what, execute, reply);
        }
        else
            process.Post(() => Execute(caller, what, execute, reply, isHeard: true));
        return reply.Task;
    }

    private void Execute<T>(SimulatedProcess caller, string what, Func<T> execute, TaskCompletionSource<T> reply, bool isHeard)
    {
        if (world.Scheduler.Now < awayUntil)
        {
            caller.Post(() => Fail(caller, what, $"finds {server} away", reply));
            return;
        }

        var result = execute();
        if (isHeard)
            caller.Post(() => reply.TrySetResult(result));
    }

    private void ExecuteLate<T>(SimulatedProcess caller, string what, Func<T> execute, TaskCompletionSource<T> reply)
    {
        Late++;
        After(process, DeadlineMilliseconds + world.Chance.Between(1, MaxLatenessMilliseconds), () =>
        {
            Late--;
            world.Trace.Write(world.Scheduler.Now, $"{caller}: {what} is carried out late");
            Execute(caller, what, execute, reply, isHeard: false);
        });
    }

    private void GiveUp<T>(SimulatedProcess caller, string what, string why, TaskCompletionSource<T> reply) =>
        After(caller, DeadlineMilliseconds, () => Fail(caller, what, why, reply));

    private void Fail<T>(SimulatedProcess caller, string what, string why, TaskCompletionSource<T> reply)
    {
        world.Trace.Write(world.Scheduler.Now, $"{caller}: {what} {why}");
        reply.TrySetException(failure($"{what} {why}"));
    }

    private static void After(SimulatedProcess process, int milliseconds, Action action) =>
        process.Time.CreateTimer(_ => action(), null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
}
