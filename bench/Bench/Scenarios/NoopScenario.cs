using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>The ceiling: what web server and generator do together when nothing is asked of them.</summary>
internal sealed class NoopScenario(string name, BenchEngine engine) : Scenario(name)
{
    public override string Meaning => "POSTs that do nothing";

    public override Task<LoadOptions> PrepareAsync(CancellationToken cancellation) =>
        Task.FromResult(new LoadOptions { Uri = engine.Fleet.Baselines, Path = "/noop" });
}
