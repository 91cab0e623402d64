namespace FlashFlow.Simulation.Tests;

/// <summary>
/// One schedule: a small FlashFlow made of Core's real guards, coalescers, relays, sweeps and drains, between servers that are
/// stand-ins, all on one thread under one <see cref="Scheduler"/>. For a while everything fails that can; then the faults end, what
/// was killed is started again, everybody gets an answer, and when all is quiet the <see cref="Verdict"/> compares what shoppers
/// were told with what is stored.
/// </summary>
internal sealed class World
{
    private const int MostSteps = 20_000;
    private const int TroubleOneIn = 60;

    // Longer than any memory of "sold out" or of a silent ledger lasts.
    private const int CalmMilliseconds = 1_000;

    private readonly PlantedBug bug;
    private readonly TaskCompletionSource calm = new();
    private readonly TaskCompletionSource settled = new();
    private readonly List<byte[]> junk = [];
    private int processes;
    private int kills;
    private int outages;
    private int brokerLosses;
    private int busy;
    private bool hasSnapshot;
    private string? broken;

    public World(long seed, PlantedBug bug = PlantedBug.None, bool isTraced = false)
    {
        this.bug = bug;
        Chance = new(seed);
        Trace = new(isTraced);
        Scheduler = new(Chance, Trace);
        Plan = new(Chance);
        Clients = NewProcess("clients");
        Ledger = new(this);
        Broker = new(this);
        Store = new(this);
        Door = new(this);
        LedgerWire = new(this, "ledger", ++processes, what => new LedgerUnavailableException(what));
        BrokerWire = new(this, "broker", ++processes, what => new BrokerUnavailableException(what));
        StoreWire = new(this, "store", ++processes, what => new StoreUnavailableException(what, inner: null!));
        SalesWire = new(this, "sales", ++processes, what => new SaleStoreUnavailableException(what));
        Cluster = new(this, ++processes);
    }

    public Chance Chance { get; }

    public Trace Trace { get; }

    public Scheduler Scheduler { get; }

    public Plan Plan { get; }

    public Record Record { get; } = new();

    public SimulatedLedger Ledger { get; }

    public SimulatedBroker Broker { get; }

    public SimulatedStore Store { get; }

    public Wire LedgerWire { get; }

    public Wire BrokerWire { get; }

    public Wire StoreWire { get; }

    public Wire SalesWire { get; }

    /// <summary>The silos; none where each front guards the stock itself.</summary>
    public Cluster Cluster { get; }

    /// <summary>Where shoppers and operators are; nobody kills them.</summary>
    public SimulatedProcess Clients { get; }

    public FrontDoor Door { get; }

    /// <summary>The living fronts.</summary>
    public List<Front> Fronts { get; } = [];

    /// <summary>The living drains.</summary>
    public List<Drainer> Drainers { get; } = [];

    public List<Wish> Wishes { get; } = [];

    /// <summary>Messages laid into the broker that are no orders.</summary>
    public IReadOnlyList<byte[]> Junk => junk;

    /// <summary>Whether things fail now.</summary>
    public bool HasFaults { get; private set; } = true;

    /// <summary>Ends some time after the faults.</summary>
    public Task Calm => calm.Task;

    /// <summary>Ends when everybody has paid who ever will, and all that was due is taken back.</summary>
    public Task Settled => settled.Task;

    /// <summary>Shoppers who may still ask for a change of their order, or for an order.</summary>
    public int Unsettled { get; set; }

    public long Now => Scheduler.Now;

    private bool IsQuiet =>
        busy == 0 && Broker.Count == 0 && Ledger.OutboxCount == 0 && !Ledger.HasDeadlines
        && LedgerWire.Late + BrokerWire.Late + StoreWire.Late + SalesWire.Late + Cluster.Late == 0;

    /// <summary>Plays the schedule.</summary>
    /// <exception cref="BrokenPromiseException">A promise was broken.</exception>
    public void Run()
    {
        var before = SynchronizationContext.Current;
        try
        {
            Begin();
            while (!IsQuiet)
                Step();
            Verdict.Pronounce(this);
        }
        finally
        {
            Scheduler.End();
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    public bool Has(PlantedBug that) => bug == that;

    /// <summary>What the ledger does not check, if that is what is broken.</summary>
    public LedgerModel.Rule? OmittedRule => bug switch
    {
        PlantedBug.StockUnchecked => LedgerModel.Rule.Stock,
        PlantedBug.LimitUnchecked => LedgerModel.Rule.Limit,
        PlantedBug.ReplayUnchecked => LedgerModel.Rule.Replay,
        PlantedBug.MarkUnchecked => LedgerModel.Rule.Mark,
        PlantedBug.EpochUnchecked => LedgerModel.Rule.Epoch,
        PlantedBug.ExpiredTwice => LedgerModel.Rule.ExpiredOnce,
        PlantedBug.LateWithoutUnit => LedgerModel.Rule.LateTakesUnit,
        PlantedBug.CancelRepeated => LedgerModel.Rule.CancelKey,
        PlantedBug.CallDeadlineUnchecked => LedgerModel.Rule.CallDeadline,
        PlantedBug.RefusalForgotten => LedgerModel.Rule.RefusedForGood,
        _ => null,
    };

    public SaleDefinition Define(string productId) =>
        new()
        {
            ProductId = productId,
            Name = productId,
            Stock = Plan.Stock,
            LimitPerShopper = Plan.LimitPerShopper,
            Price = 5,
            HoldSeconds = Plan.HoldSeconds,
            HoldMaxSeconds = 2 * Plan.HoldSeconds,
            ReturnAfterSeconds = 1,
        };

    /// <summary>A promise was broken: the schedule ends with this step.</summary>
    public void Break(string what) => broken ??= what;

    /// <summary>Runs something that must not fail, and must not end either unless it may.</summary>
    public async Task WatchAsync(string what, Func<Task> run, bool mayEnd = false)
    {
        try
        {
            await run();
            if (!mayEnd)
                Break($"{what} ended");
        }
        catch (Exception failure)
        {
            Break($"{what} failed: {failure}");
        }
    }

    /// <summary>Has a client do something; the schedule does not end before it is done.</summary>
    public void Play(string what, Func<Task> run)
    {
        busy++;
        Clients.Post(() => _ = WatchAsync(what, async () =>
        {
            await run();
            busy--;
        }, mayEnd: true));
    }

    private void Begin()
    {
        foreach (var product in Plan.Products)
            Ledger.Open(Define(product), Store.CreateSale(0), 0);
        Replenish();
        for (var i = 0; i < Plan.Shoppers; i++)
            Wishes.Add(NewWish(i));
        Unsettled = Wishes.Count;
        foreach (var wish in Wishes)
            Play(wish.ToString(), wish.RunAsync);
        for (var i = 0; i < Plan.JunkMessages; i++)
            Play("junk", LayJunkAsync);
        Play("the schedule", DirectAsync);
    }

    private void Step()
    {
        if (Scheduler.Steps >= MostSteps)
            Break($"not quiet after {MostSteps} steps: {busy} clients, {Ledger.OutboxCount} entries in the outbox, {Broker.Count} messages in the broker");
        else if (!Scheduler.Step())
            Break("nothing can ever run again");
        if (HasFaults && Chance.OneIn(TroubleOneIn))
            MakeTrouble();
        if (broken is not null)
            throw new BrokenPromiseException(broken);
    }

    private async Task DirectAsync()
    {
        var saleOperator = new SaleOperator(this);
        var changes = saleOperator.RunAsync();
        await Clients.DelayAsync(Plan.FaultMilliseconds);

        Trace.Write(Now, $"the faults end");
        HasFaults = false;
        Scheduler.IsPunctual = true;
        foreach (var wire in new[] { LedgerWire, BrokerWire, StoreWire, SalesWire })
            wire.Return();
        Replenish();

        await changes;
        await saleOperator.ResumeAsync();
        await Clients.DelayAsync(CalmMilliseconds);
        Trace.Write(Now, $"all is calm");
        calm.SetResult();
        while (Unsettled > 0 || Ledger.HasDeadlines)
            await Clients.DelayAsync(100);
        Trace.Write(Now, $"all is settled");
        settled.SetResult();
    }

    private void MakeTrouble()
    {
        if (kills < Plan.Kills)
        {
            kills++;
            KillOne();
        }
        else if (outages < Plan.Outages)
        {
            outages++;
            Wire[] wires = [LedgerWire, BrokerWire, StoreWire, SalesWire];
            var wire = Chance.Pick(wires);
            Trace.Write(Now, $"{wire.Process} is away");
            wire.StayAway(Chance.Between(1, 1_500));
        }
        else if (brokerLosses < Plan.BrokerLosses)
        {
            brokerLosses++;
            BrokerWire.Process.Post(Broker.LoseAll);
        }
        else if (Plan.IsRolledBack && !Record.HasLostData && hasSnapshot)
            Ledger.RollBack();
        else if (Plan.IsRolledBack && !hasSnapshot)
        {
            hasSnapshot = true;
            Ledger.TakeSnapshot();
        }
    }

    private void KillOne()
    {
        if (Cluster.Silos.Count > 0 && Chance.OneIn(2))
        {
            var silo = Chance.Pick(Cluster.Silos);
            Cluster.Silos.Remove(silo);
            silo.Kill();
        }
        else if (Fronts.Count > 0 && Chance.OneIn(2))
        {
            var front = Chance.Pick(Fronts);
            Fronts.Remove(front);
            front.Kill();
        }
        else if (Drainers.Count > 0)
        {
            var drainer = Chance.Pick(Drainers);
            Drainers.Remove(drainer);
            drainer.Kill();
        }

        Clients.Post(() => _ = ReplenishLaterAsync());
    }

    private async Task ReplenishLaterAsync()
    {
        await Clients.DelayAsync(Chance.Below(800));
        Replenish();
    }

    /// <summary>Starts a process for each one that is missing.</summary>
    private void Replenish()
    {
        var current = SynchronizationContext.Current;
        while (Cluster.Silos.Count < Plan.Silos)
        {
            Cluster.Silos.Add(new(this, NewProcess("silo")));
            Cluster.Silos[^1].Start();
        }

        while (Fronts.Count < Plan.Fronts)
        {
            Fronts.Add(new(this, NewProcess("front")));
            Fronts[^1].Start();
        }

        while (Drainers.Count < Plan.Drains)
        {
            Drainers.Add(new(this, NewProcess("drain")));
            Drainers[^1].Start();
        }

        SynchronizationContext.SetSynchronizationContext(current);
    }

    private Wish NewWish(int number)
    {
        var kind = (WishKind)Chance.Below(3);
        var shopper = Chance.OneIn(Plan.PoisonOneIn) ? $"poison-{number}" : Chance.Pick(["ann", "bob", "cat", ""]);
        var quantity = Chance.OneIn(3) ? Chance.Between(1, 3) : 1;
        return new(this, number, kind, shopper, Chance.Pick(Plan.Products), quantity);
    }

    private async Task LayJunkAsync()
    {
        await Clients.DelayAsync(Chance.Below(Plan.FaultMilliseconds));
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"v":9,"junk":{{junk.Count}}}""");
        junk.Add(body);
        Broker.Take(body);
    }

    private SimulatedProcess NewProcess(string kind) => new($"{kind} {++processes}", processes, Scheduler);
}
