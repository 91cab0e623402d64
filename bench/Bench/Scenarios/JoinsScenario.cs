using FlashFlow.Bench.Requests;
using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>Shoppers who join the line before a sale.</summary>
internal sealed class JoinsScenario(string name, BenchEngine engine) : Scenario(name)
{
    public override string Meaning => "shoppers who join a line, each once";

    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation)
    {
        await engine.Sales.StartWithRoomAsync(BenchSales.Demo, stock: 100, DateTimeOffset.UtcNow.AddDays(1), perMinute: 600, cancellation);
        var front = engine.Fleet.Front;
        return new() { Uri = front, Path = "/", Requests = new Joins(front, BenchSales.Demo) };
    }
}
