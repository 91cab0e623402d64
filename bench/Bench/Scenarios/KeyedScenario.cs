using FlashFlow.Bench.Requests;
using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>Careful shoppers: each sends a key, and a tenth of the requests are retries.</summary>
internal sealed class KeyedScenario(string name, BenchEngine engine) : SaleScenario(name, engine, BenchSales.Demo)
{
    public override string Meaning => "keyed buys accepted, a tenth of them retries";

    // 200: a retry whose order there was already.
    public override bool Counts(int status) => status is 202 or 200;

    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        await Engine.Sales.StartDemoAsync(BenchSales.Plenty, cancellation);
        var front = Engine.Fleet.Front;
        return new() { Uri = front, Path = "/", Requests = new KeyedBuys(front, BenchSales.Demo, seed: 1) };
    }
}
