using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>The crowd that comes too late: everything is sold.</summary>
internal class SoldOutScenario(string name, BenchEngine engine) : SaleScenario(name, engine, BenchSales.Demo)
{
    public override string Meaning => "buys told that nothing is left";

    public override bool Counts(int status) => status == 409;

    /// <exception cref="ToolFailedException">It is not sold out then.</exception>
    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        await Engine.Sales.StartDemoAsync(stock: 1, cancellation);
        var (first, second) = (await Engine.Sales.BuyAsync(cancellation), await Engine.Sales.BuyAsync(cancellation));
        if (first != 202 || !Counts(second))
            throw new ToolFailedException($"Of one unit the first buy was answered {first} and the second {second}, not 202 and 409.");
        return new() { Uri = Engine.Fleet.Front, Path = "/buy" };
    }
}
