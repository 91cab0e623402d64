using FlashFlow.Bench.Requests;
using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>Several sales at a time, of which some draw much larger crowds.</summary>
internal sealed class ManyProductsScenario(string name, BenchEngine engine, int count) : SaleScenario(name, engine, IdsOf(count))
{
    public override string Meaning => $"accepted buys of {count:N0} products, Zipf";

    public override bool Counts(int status) => status == 202;

    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        foreach (var productId in ProductIds)
            await Engine.Sales.StartAsync(productId, BenchSales.Plenty, cancellation);
        var front = Engine.Fleet.Front;
        return new() { Uri = front, Path = "/", Requests = new ManyProducts(front, ProductIds, seed: 1) };
    }

    private static string[] IdsOf(int count) => [.. Enumerable.Range(1, count).Select(number => $"bench-{count}-{number}")];
}
