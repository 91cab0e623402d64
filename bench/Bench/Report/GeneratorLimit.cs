using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>Tells where the load generator, not what it loaded, was the limit.</summary>
internal static class GeneratorLimit
{
    // A generator of one thread is never busy to the last cycle: the system takes some of its core.
    private const double Busy = 0.9;

    /// <summary>The share of a core that it was busy, median of the runs.</summary>
    public static double Load(ScenarioResult scenario) => Statistics.Median([.. scenario.Runs.Select(run => run.GeneratorLoad)]);

    /// <summary>In a sentence.</summary>
    public static string Describe(BenchReport report)
    {
        var loads = report.Scenarios.ToDictionary(scenario => scenario.Name, Load);
        if (!loads.Values.Any(load => load > 0))
            return "How busy it was is not known.";

        var limited = loads.Where(load => load.Value >= Busy).Select(load => $"`{load.Key}`").ToArray();
        return limited.Length == 0
            ? $"It was never the limit: busy for {Figure.Percent(loads.Values.Max())} of a core at most."
            : $"It was the limit in {string.Join(", ", limited)}, busy for {Figure.Percent(Busy)} of a core or more: what it loaded may be able to do more.";
    }
}
