using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>
/// What the Node.js original did: sold once Redis has counted down, stored some time later. What waits for its worker after a run is
/// forgotten: a row at a time, it would take minutes to store.
/// </summary>
/// <param name="name">As it is asked for.</param>
/// <param name="engine">What it is made of.</param>
internal sealed class OriginalScenario(string name, BenchEngine engine) : BaselineScenario(name, engine, "original")
{
    public override string Meaning => "buys accepted in the way of the Node.js original";

    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        await ResetAsync(BenchSales.Plenty, cancellation);
        return new() { Uri = Engine.Fleet.Baselines, Path = "/original" };
    }

    public override Task SettleAsync(CancellationToken cancellation) => ResetAsync(stock: 0, cancellation);
}
