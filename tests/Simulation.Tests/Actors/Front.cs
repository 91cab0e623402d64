namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>A front: guards its products itself, or asks the grains of a cluster.</summary>
internal sealed class Front : Host
{
    private readonly World world;
    private readonly Engine? engine;
    private readonly StockGuards guards;

    public Front(World world, SimulatedProcess process)
        : base(world, process)
    {
        this.world = world;
        if (world.Plan.IsClustered)
        {
            var grains = new GrainPort(world, process);
            guards = new(FactoryOver(grains), Live);
            Office = grains;
        }
        else
        {
            engine = new(world, process);
            guards = new(engine.Guards, Live);
            Office = engine.Office;
        }
    }

    public LiveStock Live { get; } = new();

    public ISaleOffice Office { get; }

    /// <summary>Begins to do what it does without being asked.</summary>
    public void Start() => engine?.Start();

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

    /// <summary>One change of an order, as the endpoints ask for it.</summary>
    public async Task<OrderResult> ChangeAsync(string productId, Guid orderId, OrderChange change) =>
        await guards.DecideAsync(productId, OrderOperation.ToChange(orderId, change));

    private async Task<Answer> BuyWithKeyAsync(Wish wish)
    {
        var epoch = await FindEpochAsync(wish);
        for (var naming = 1; ; naming++)
        {
            var orderId = OrderIds.ForKey(wish.ProductId, epoch, wish.ShopperId, wish.Name.ToString());
            var answer = await TakeAsync(wish, new(orderId, wish.ShopperId, wish.Quantity, epoch, MayBeReplay: true));
            if (answer.Result.Outcome != OrderOutcome.StaleEpoch || naming == 3)
                return answer;
            epoch = answer.Result.Epoch;
        }
    }

    private async Task<Answer> TakeAsync(Wish wish, OrderOperation request)
    {
        world.Record.Asked(request.OrderId, wish);
        var before = world.Ledger.PositionOf(wish.ProductId, request.OrderId);
        var result = await guards.DecideAsync(wish.ProductId, request);
        return new(request.OrderId, result, before, Process.Name);
    }

    private async Task<long> FindEpochAsync(Wish wish) =>
        await guards.FindEpochAsync(wish.ProductId) ?? throw new BrokenPromiseException($"{Process} knows no {wish.ProductId}");

    // As a front in a cluster is put together.
    private StockGuardFactory FactoryOver(GrainPort grains)
    {
        var (plan, time) = (world.Plan, Process.Time);
        var ledger = new RetriedGrainPort(world, Process, grains);
        return new(ledger, new LedgerPort(world, Process), new StorePort(world, Process), plan.FrontGuard, time, NullLogger<StockGuardFactory>.Instance);
    }
}
