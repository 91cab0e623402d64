namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>What guards stock and publishes what it sold, put together as the product's hosts do it: in a front of its own, or in a silo.</summary>
internal sealed class Engine
{
    private readonly World world;
    private readonly SimulatedProcess process;
    private readonly OutboxRelay relay;
    private readonly OutboxSweep sweep;

    public Engine(World world, SimulatedProcess process)
    {
        (this.world, this.process) = (world, process);
        process.Enter();
        var (time, plan) = (process.Time, world.Plan);
        var ledger = new LedgerPort(world, process);
        var store = new StorePort(world, process);
        var announcer = new StockAnnouncer(
            new SimulatedNews(world), time, NullLogger<StockAnnouncer>.Instance, TaskScheduler.FromCurrentSynchronizationContext());
        var broker = new BrokerPort(world, process);
        var awaited = new AwaitedEntries(time);
        relay = new(broker, awaited, plan.Relay, time, NullLogger<OutboxRelay>.Instance);
        var announcing = new AnnouncingLedger(new DeadlineLedger(ledger), relay, announcer);
        sweep = new(
            ledger, ledger, relay, new(ledger, store, awaited), new(store, broker, awaited, plan.Relay, time), new(announcing, store, time), plan.Relay, time,
            NullLogger<OutboxSweep>.Instance);
        Guards = new(announcing, ledger, store, plan.Guard, time, NullLogger<StockGuardFactory>.Instance);
        Office = new(store, ledger, store, new(ledger, store, store), announcer, time, NullLogger<SaleOffice>.Instance);
    }

    public StockGuardFactory Guards { get; }

    public SaleOffice Office { get; }

    /// <summary>Begins to relay and to sweep.</summary>
    public void Start()
    {
        process.Post(() => _ = world.WatchAsync($"the relay of {process}", () => relay.RunAsync(CancellationToken.None)));
        process.Post(() => _ = world.WatchAsync($"the sweep of {process}", () => sweep.RunAsync(CancellationToken.None)));
    }
}
