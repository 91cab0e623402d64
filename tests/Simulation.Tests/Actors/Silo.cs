namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>A silo: the guards of the products whose grains live in it, and the sale office.</summary>
internal sealed class Silo : Host
{
    private readonly World world;
    private readonly Engine engine;
    private readonly Dictionary<string, SharedGuard> grains = [];

    public Silo(World world, SimulatedProcess process)
        : base(world, process)
    {
        this.world = world;
        engine = new(world, process);
    }

    /// <summary>Begins to relay and to sweep.</summary>
    public void Start() => engine.Start();

    /// <summary>The grain of a product; it lives here from its first call on, also if it lives elsewhere, too.</summary>
    public SharedGuard Grain(string productId)
    {
        if (!grains.TryGetValue(productId, out var grain))
            grains.Add(productId, grain = new(productId, engine.Guards));
        return grain;
    }

    /// <summary>An operator's change; the grain is told of it, wherever it lives.</summary>
    public async Task<T> ChangeAsync<T>(string productId, Func<SaleOffice, Task<T>> change)
    {
        var outcome = await change(engine.Office);
        _ = world.Cluster.CallAsync(Process, productId, "forget", silo =>
        {
            silo.Grain(productId).ForgetSoldOut();
            return Task.FromResult(true);
        });
        return outcome;
    }
}
