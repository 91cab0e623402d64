using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Against;

/// <summary>
/// One scenario of this checkout and of another commit, whose runs took turns: the first run of the one and of the other are a pair, and so
/// on. What happened to the machine meanwhile happened to both of a pair, so it is the pairs whose ratios are told.
/// </summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Reference">The other commit.</param>
/// <param name="Ratios">This checkout's rate by the other's, pair by pair; without pairs in which the other had nothing.</param>
internal sealed record Pairing(string Scenario, string Reference, IReadOnlyList<double> Ratios)
{
    /// <summary>The middle one; 1 for as fast, NaN where there is none.</summary>
    public double Median => Ratios.Count == 0 ? double.NaN : Statistics.Median(Ratios);

    /// <summary>The least and the greatest.</summary>
    public (double Min, double Max) Range => Ratios.Count == 0 ? (double.NaN, double.NaN) : (Ratios.Min(), Ratios.Max());

    /// <summary>What a scenario of the other commit is called.</summary>
    public static string NameOf(string scenario, string reference) => $"{scenario}@{reference}";

    /// <summary>The pairs of a bench, scenario by scenario; none in a bench of one commit.</summary>
    public static IReadOnlyList<Pairing> Of(BenchReport report) => report.Against.Length == 0 ? [] :
    [
        .. from here in report.Scenarios
           join there in report.Scenarios on NameOf(here.Name, report.Against) equals there.Name
           select new Pairing(here.Name, report.Against, [.. here.Runs.Zip(there.Runs)
               .Where(pair => pair.Second.PerSecond > 0)
               .Select(pair => pair.First.PerSecond / pair.Second.PerSecond)]),
    ];

    /// <summary>In one line.</summary>
    public override string ToString() => Ratios.Count == 0
        ? $"{Scenario}: {Reference} did nothing to compare with"
        : FormattableString.Invariant($"{Scenario}: {Median:N2} times {Reference} ({Range.Min:N2} to {Range.Max:N2} in {Ratios.Count} {(Ratios.Count == 1 ? "pair" : "pairs")})");
}
