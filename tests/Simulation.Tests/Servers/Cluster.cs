namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>
/// The silos and the way to the grains in them. A grain lives in one silo, moves when that is gone, and may for a moment live in two.
/// Calls are lost, late, refused, or answered to nobody; the death of a silo is noticed by some of those who wait for it.
/// </summary>
internal sealed class Cluster(World world, int number)
{
    private const int MaxLatenessMilliseconds = 1_500;

    private readonly SimulatedProcess network = new("cluster", number, world.Scheduler);
    private readonly Dictionary<string, Silo> homes = [];

    /// <summary>The living silos.</summary>
    public List<Silo> Silos { get; } = [];

    /// <summary>Calls that are under way and will be carried out.</summary>
    public int Late { get; private set; }

    /// <summary>Has a grain do something; there may never be an answer, and there is no deadline.</summary>
    /// <param name="caller">Who waits for it.</param>
    /// <param name="productId">The product whose grain it is.</param>
    /// <param name="what">What it is, for the trace.</param>
    /// <param name="handle">What is done in the silo.</param>
    /// <param name="mayBeLate">False where a call must not come after its caller gave it up.</param>
    public Task<T> CallAsync<T>(SimulatedProcess caller, string productId, string what, Func<Silo, Task<T>> handle, bool mayBeLate = true)
    {
        var reply = new TaskCompletionSource<T>();
        var (chance, plan) = (world.Chance, world.Plan);
        if (Find(productId) is not { } silo || (world.HasFaults && chance.OneIn(plan.RefusedOneIn)))
            Fail("is refused");
        else if (world.HasFaults && chance.OneIn(plan.CallLostOneIn))
            world.Trace.Write(world.Now, $"{caller}: {what} to {silo.Process} is lost");
        else if (mayBeLate && world.HasFaults && chance.OneIn(plan.CallLateOneIn))
            HandleLate(silo);
        else
            Handle(silo, isHeard: !world.HasFaults || !chance.OneIn(plan.CallReplyLostOneIn));
        return reply.Task;

        void Fail(string why) => caller.Post(() =>
        {
            world.Trace.Write(world.Now, $"{caller}: {what} {why}");
            reply.TrySetException(new LedgerUnavailableException($"{what} {why}"));
        });

        void Handle(Silo at, bool isHeard)
        {
            var notices = chance.OneIn(2);
            at.Handle(() => AnswerAsync(at, isHeard), () =>
            {
                if (notices)
                    Fail($"is cut off from {at.Process}");
            });
        }

        void HandleLate(Silo at)
        {
            Late++;
            network.Time.CreateTimer(
                _ =>
                {
                    Late--;
                    world.Trace.Write(world.Now, $"{caller}: {what} reaches {at.Process} late");
                    Handle(at, isHeard: true);
                },
                null, TimeSpan.FromMilliseconds(chance.Between(1, plan.AttemptMilliseconds + MaxLatenessMilliseconds)), Timeout.InfiniteTimeSpan);
        }

        async Task AnswerAsync(Silo at, bool isHeard)
        {
            try
            {
                var result = await handle(at);
                if (isHeard)
                    caller.Post(() => reply.TrySetResult(result));
                else
                    world.Trace.Write(world.Now, $"{caller}: the answer to {what} is lost");
            }
            catch (Exception failure) when (failure is LedgerUnavailableException or SaleStoreUnavailableException)
            {
                caller.Post(() => reply.TrySetException(failure));
            }
        }
    }

    private Silo? Find(string productId)
    {
        if (Silos.Count == 0)
            return null;
        if (!homes.TryGetValue(productId, out var home) || !home.Process.IsAlive)
            homes[productId] = home = world.Chance.Pick(Silos);
        if (!world.HasFaults || !world.Chance.OneIn(world.Plan.SecondActivationOneIn))
            return home;

        // Somebody looks for the grain elsewhere; sometimes all others will, too.
        var other = world.Chance.Pick(Silos);
        if (world.Chance.OneIn(2))
            homes[productId] = other;
        return other;
    }
}
