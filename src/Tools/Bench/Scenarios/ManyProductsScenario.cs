using FlashFlow.Tools.Bench.Requests;
using FlashFlow.Tools.Load;

namespace FlashFlow.Tools.Bench.Scenarios;

/// <summary>Several sales at a time, of which some draw much larger crowds.</summary>
internal sealed class ManyProductsScenario(string name, BenchEngine engine, int count) : Scenario(name)
{
    private readonly string[] productIds = [.. Enumerable.Range(1, count).Select(number => $"bench-{count}-{number}")];

    public override string Meaning => $"accepted buys of {count:N0} products, Zipf";

    public override bool Counts(int status) => status == 202;

    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        foreach (var productId in productIds)
            await engine.Sales.StartAsync(productId, BenchSales.Plenty, cancellation);
        var front = engine.Fleet.Front;
        return new() { Uri = front, Path = "/", Requests = new ManyProducts(front, productIds, seed: 1) };
    }

    public override Task SettleAsync(CancellationToken cancellation) => engine.Sales.AwaitStoredAsync(productIds, cancellation);
}
