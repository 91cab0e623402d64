using FlashFlow.Load;

namespace FlashFlow.Bench.Scenarios;

/// <summary>The crowd that comes too late, at a front that exports telemetry as it comes: beside <see cref="SoldOutScenario"/> it shows what that costs.</summary>
internal sealed class ExportedScenario(string name, BenchEngine engine) : SoldOutScenario(name, engine)
{
    public override string Meaning => "the same, at a front that exports telemetry";

    public override Task OpenAsync(CancellationToken cancellation) => Engine.Fleet.StartAsync([BenchFleet.ExportingFront], cancellation);

    public override async Task<LoadOptions> PrepareAsync(CancellationToken cancellation) =>
        await base.PrepareAsync(cancellation) with { Uri = Engine.Fleet.Exporting };
}
