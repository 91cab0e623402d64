using System.Globalization;
using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Generators;

/// <summary><see href="https://github.com/wg/wrk">wrk</see>, with one thread. It tells success (2xx, 3xx) from failure, and no more.</summary>
internal sealed class WrkGenerator : ForeignGenerator
{
    /// <summary>Stands for all of 2xx and 3xx.</summary>
    public const int Succeeded = 2;

    /// <summary>Stands for all other answers.</summary>
    public const int Refused = 4;

    private static readonly string Script = Path.Combine(Path.GetTempPath(), $"flashflow-bench-{Environment.ProcessId}.lua");

    public override string Name => "wrk";

    /// <exception cref="ToolFailedException">It is not installed.</exception>
    public static WrkGenerator Find() => OnPath("wrk") ? new() : throw new ToolFailedException("wrk is not installed: install it, or leave out --generator.");

    /// <summary>Reads what <c>wrk --latency</c> prints.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ScenarioRun Read(string output, Func<int, bool> counts)
    {
        var lines = output.Split('\n', StringSplitOptions.TrimEntries);
        var answers = lines.FirstOrDefault(line => line.Contains(" requests in ", StringComparison.Ordinal))?.Split(' ')
            ?? throw new FormatException("it does not say how many requests there were.");
        var all = long.Parse(answers[0], CultureInfo.InvariantCulture);
        var seconds = Milliseconds(answers[3].TrimEnd(',')) / 1_000;
        var refused = After(lines, "Non-2xx or 3xx responses:") is { } count ? long.Parse(count, CultureInfo.InvariantCulture) : 0;
        var errors = After(lines, "Socket errors:") is { } list
            ? list.Split(',').Sum(error => long.Parse(error.Trim().Split(' ')[1], CultureInfo.InvariantCulture))
            : 0;
        var statuses = new Dictionary<int, long> { [Succeeded] = all - refused, [Refused] = refused }.Where(status => status.Value > 0).ToDictionary();
        var counted = (counts(202) || counts(200) ? all - refused : 0) + (counts(409) ? refused : 0);
        return new(counted / seconds, Latencies(lines), statuses, errors, GeneratorLoad: 0);
    }

    protected override IReadOnlyList<string> Command(Uri uri, int connections, int seconds)
    {
        File.WriteAllText(Script, "wrk.method = \"POST\"\n");
        return ["wrk", "-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", Script, uri.ToString()];
    }

    protected override ScenarioRun Parse(string output, Func<int, bool> counts)
    {
        File.Delete(Script);
        return Read(output, counts);
    }

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, program)));

    private static Latency Latencies(string[] lines)
    {
        double? Percentile(string percent) => After(lines, percent) is { } text ? Milliseconds(text) : null;
        var stats = After(lines, "Latency  ")?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(Percentile("50% "), Percentile("90% "), Percentile("99% "), P999: null, stats is null ? null : Milliseconds(stats[2]));
    }

    private static string? After(string[] lines, string beginning) =>
        lines.FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal))?[beginning.Length..].Trim();

    private static double Milliseconds(string text)
    {
        (string Unit, double Milliseconds)[] units = [("us", 0.001), ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];
        var (unit, milliseconds) = units.FirstOrDefault(unit => text.EndsWith(unit.Unit, StringComparison.Ordinal));
        return unit is null
            ? throw new FormatException($"'{text}' is no time.")
            : double.Parse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture) * milliseconds;
    }
}
