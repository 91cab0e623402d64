using FlashFlow.Tools.Load;

namespace FlashFlow.Tools.Bench.Scenarios;

/// <summary>The crowd that comes too late: everything is sold.</summary>
internal sealed class SoldOutScenario(string name, BenchEngine engine) : Scenario(name)
{
    public override string Meaning => "buys told that nothing is left";

    public override bool Counts(int status) => status == 409;

    /// <exception cref="ToolFailedException">It is not sold out then.</exception>
    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        await engine.Sales.StartDemoAsync(stock: 1, cancellation);
        var (first, second) = (await engine.Sales.BuyAsync(cancellation), await engine.Sales.BuyAsync(cancellation));
        if (first != 202 || !Counts(second))
            throw new ToolFailedException($"Of one unit the first buy was answered {first} and the second {second}, not 202 and 409.");
        return new() { Uri = engine.Fleet.Front, Path = "/buy" };
    }

    public override Task SettleAsync(CancellationToken cancellation) => engine.Sales.AwaitStoredAsync([BenchSales.Demo], cancellation);
}
