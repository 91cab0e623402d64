using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>Buys of the demo product: with plenty of units the accepted ones count, with few of them the sold-out ones as well.</summary>
internal sealed class DemoScenario(string name, BenchEngine engine, int stock) : SaleScenario(name, engine, BenchSales.Demo)
{
    private readonly bool sellsOut = stock < BenchSales.Plenty;

    public override string Meaning => sellsOut ? $"buys of {stock:N0} units, accepted or told that nothing is left" : "accepted buys, each stored";

    public override bool Counts(int status) => status == 202 || (sellsOut && status == 409);

    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        await Engine.Sales.StartDemoAsync(stock, cancellation);
        return new() { Uri = Engine.Fleet.Front, Path = "/buy" };
    }
}
