using FlashFlow.Bench.Requests;
using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>
/// Many products through one silo or three. Silos beyond the first, and a front that knows all of them from its start, run for the run
/// alone; the products are new in each, so that their grains are placed on the silos there are.
/// </summary>
internal sealed class ClusterScenario(string name, BenchEngine engine, int silos) : Scenario(name)
{
    private const int Products = 20;
    private const string FrontName = "front-2";
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    private readonly string[] more = [.. Enumerable.Range(2, silos - 1).Select(number => $"silo-{number}")];
    private string[] productIds = [];
    private int runs;

    public override string Meaning => $"accepted buys of {Products} products, {(silos == 1 ? "one silo" : $"{silos} silos")}";

    public override bool WarmsUpItself => true;

    public override bool Counts(int status) => status == 202;

    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        runs++;
        productIds = [.. Enumerable.Range(1, Products).Select(number => $"silos-{silos}-{runs}-{number}")];
        await engine.Fleet.StartAsync(more, cancellation);
        await engine.Fleet.StartAsync([FrontName], cancellation);
        foreach (var productId in productIds)
            await engine.Sales.StartAsync(productId, BenchSales.Plenty, cancellation);

        var front = engine.Fleet.FrontAt(2);
        var load = new LoadOptions { Uri = front, Path = "/", Requests = new ManyProducts(front, productIds, seed: 1) };
        await BenchWarmUp.RunAsync(async () => (await engine.Generator.RunAsync(load, Counts, engine.Connections, Round, cancellation)).PerSecond);
        await engine.Sales.AwaitStoredAsync(productIds, cancellation);
        return load;
    }

    public override async Task SettleAsync(CancellationToken cancellation)
    {
        await engine.Sales.AwaitStoredAsync(productIds, cancellation);
        await engine.Fleet.EndAsync([FrontName, .. more], cancellation);
    }
}
