namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>A front: guards, relay and sweep in one process, put together as the product's hosts do it. When it is killed, a new one takes its place.</summary>
internal sealed class Front
{
    private readonly World world;
    private readonly List<Action> hangUps = [];
    private readonly StockGuards guards;
    private readonly OutboxRelay relay;
    private readonly OutboxSweep sweep;

    public Front(World world, SimulatedProcess process)
    {
        this.world = world;
        Process = process;
        process.Enter();
        var time = process.Time;
        var plan = world.Plan;
        var ledger = new LedgerPort(world, process);
        var store = new StorePort(world, process);
        var announcer = new StockAnnouncer(
            new SimulatedNews(world), time, NullLogger<StockAnnouncer>.Instance, TaskScheduler.FromCurrentSynchronizationContext());
        relay = new(ledger, new BrokerPort(world, process), plan.Relay, time, NullLogger<OutboxRelay>.Instance);
        sweep = new(ledger, ledger, relay, plan.Relay, time, NullLogger<OutboxSweep>.Instance);
        var factory = new StockGuardFactory(
            new AnnouncingLedger(ledger, relay, announcer), ledger, store, plan.Guard, time, NullLogger<StockGuardFactory>.Instance);
        guards = new(factory, Live, new Deaf());
        Office = new(store, ledger, store, new(ledger, store, store), announcer, time, NullLogger<SaleOffice>.Instance);
    }

    public SimulatedProcess Process { get; }

    public LiveStock Live { get; } = new();

    public SaleOffice Office { get; }

    /// <summary>Begins to relay and to sweep.</summary>
    public void Start()
    {
        Process.Post(() => _ = world.WatchAsync($"the relay of {Process}", () => relay.RunAsync(CancellationToken.None)));
        Process.Post(() => _ = world.WatchAsync($"the sweep of {Process}", () => sweep.RunAsync(CancellationToken.None)));
    }

    /// <summary>Ends it at once; whoever waits for a reply of it notices.</summary>
    public void Kill()
    {
        world.Trace.Write(world.Now, $"{Process} is killed");
        Process.Kill();
        foreach (var hangUp in hangUps)
            hangUp();
    }

    /// <summary>Runs a request here.</summary>
    /// <param name="handle">What it does.</param>
    /// <param name="hangUp">What happens on the other side when this process dies.</param>
    public void Handle(Func<Task> handle, Action hangUp)
    {
        hangUps.Add(hangUp);
        Process.Post(() => _ = world.WatchAsync($"a request to {Process}", handle, mayEnd: true));
    }

    /// <summary>One buy, named and taken to the guard as the checkout does it.</summary>
    public async Task<Answer> BuyAsync(Wish wish, bool isAgain)
    {
        switch (wish.Kind)
        {
            case WishKind.Plain:
                return await TakeAsync(wish, new(world.Chance.NewGuid(), wish.ShopperId, wish.Quantity));
            case WishKind.Named:
                wish.NameUnder(await FindEpochAsync(wish));
                return await TakeAsync(wish, new(wish.Name, wish.ShopperId, wish.Quantity, wish.NamedUnder, MayBeReplay: isAgain));
            default:
                return await BuyWithKeyAsync(wish);
        }
    }

    private async Task<Answer> BuyWithKeyAsync(Wish wish)
    {
        var epoch = await FindEpochAsync(wish);
        for (var naming = 1; ; naming++)
        {
            var orderId = OrderIds.ForKey(wish.ProductId, epoch, wish.ShopperId, wish.Name.ToString());
            var answer = await TakeAsync(wish, new(orderId, wish.ShopperId, wish.Quantity, epoch, MayBeReplay: true));
            if (answer.Result.Outcome != BuyOutcome.StaleEpoch || naming == 3)
                return answer;
            epoch = answer.Result.Epoch;
        }
    }

    private async Task<Answer> TakeAsync(Wish wish, BuyRequest request)
    {
        world.Record.Asked(request.OrderId, wish);
        var before = world.Ledger.PositionOf(wish.ProductId, request.OrderId);
        var result = await guards.BuyAsync(wish.ProductId, request);
        return new(request.OrderId, result, before, Process.Name);
    }

    private async Task<long> FindEpochAsync(Wish wish) =>
        await guards.FindEpochAsync(wish.ProductId) ?? throw new BrokenPromiseException($"{Process} knows no {wish.ProductId}");

    // All fronts hear the news of all products anyway.
    private sealed class Deaf : IStockFollower
    {
        public void Follow(string productId)
        {
        }

        public void FollowAnew(string productId)
        {
        }
    }
}
