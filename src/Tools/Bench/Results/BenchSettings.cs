namespace FlashFlow.Tools.Bench.Results;

/// <summary>How a bench was run.</summary>
/// <param name="Mode"><c>cluster</c> or <c>standalone</c>.</param>
/// <param name="Generator"><c>own</c>, <c>autocannon</c> or <c>wrk</c>.</param>
/// <param name="Runs">Runs of each scenario.</param>
/// <param name="Seconds">Length of a run.</param>
/// <param name="Connections">Connections of a run where nothing else is said.</param>
public sealed record BenchSettings(string Mode, string Generator, int Runs, double Seconds, int Connections);
