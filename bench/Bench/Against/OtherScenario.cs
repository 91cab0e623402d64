using FlashFlow.Bench.Scenarios;
using FlashFlow.Load;

namespace FlashFlow.Bench.Against;

/// <summary>A scenario of another commit's engine, under a name that says so.</summary>
/// <param name="scenario">What is run there.</param>
/// <param name="engine">That engine.</param>
/// <param name="reference">The commit.</param>
internal sealed class OtherScenario(Scenario scenario, BenchEngine engine, string reference) : Scenario(Pairing.NameOf(scenario.Name, reference))
{
    public override string Meaning => scenario.Meaning;

    public override bool WarmsUpItself => scenario.WarmsUpItself;

    public override bool Counts(int status) => scenario.Counts(status);

    public override Task OpenAsync(CancellationToken cancellation) => scenario.OpenAsync(cancellation);

    public override Task<LoadOptions> PrepareAsync(CancellationToken cancellation) => scenario.PrepareAsync(cancellation);

    /// <exception cref="ToolFailedException">One of its processes has ended by itself.</exception>
    public override async Task SettleAsync(CancellationToken cancellation)
    {
        await scenario.SettleAsync(cancellation);
        engine.Fleet.Check();
    }
}
