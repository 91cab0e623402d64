using System.Globalization;
using System.Text.Json;
using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Generators;

/// <summary><see href="https://github.com/mcollina/autocannon">autocannon</see>, from the PATH or the npm project around.</summary>
internal sealed class AutocannonGenerator : ForeignGenerator
{
    private static readonly string[][] Ways = [["autocannon"], ["npx", "--no-install", "autocannon"]];

    private readonly string[] way;

    private AutocannonGenerator(string[] way) => this.way = way;

    public override string Name => "autocannon";

    /// <exception cref="ToolFailedException">It is not installed.</exception>
    public static AutocannonGenerator Find() => Ways.FirstOrDefault(way => Works([.. way, "--version"])) is { } way
        ? new(way)
        : throw new ToolFailedException("autocannon is not installed: npm install --global autocannon, or leave out --generator.");

    /// <summary>Reads what <c>autocannon -j</c> prints.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ScenarioRun Read(string output, Func<int, bool> counts)
    {
        try
        {
            using var json = JsonDocument.Parse(output);
            var root = json.RootElement;
            var statuses = root.GetProperty("statusCodeStats").EnumerateObject().ToDictionary(
                status => int.Parse(status.Name, CultureInfo.InvariantCulture),
                status => status.Value.GetProperty("count").GetInt64());
            var latency = root.GetProperty("latency");
            return new(
                statuses.Where(status => counts(status.Key)).Sum(status => status.Value) / root.GetProperty("duration").GetDouble(),
                new(Number(latency, "p50"), Number(latency, "p90"), Number(latency, "p99"), Number(latency, "p99_9"), Number(latency, "max")),
                statuses,
                root.GetProperty("errors").GetInt64(), // time-outs among them
                GeneratorLoad: 0);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(failure.Message, failure);
        }
    }

    protected override IReadOnlyList<string> Command(Uri uri, int connections, int seconds) =>
        [.. way, "-c", Text(connections), "-d", Text(seconds), "-m", "POST", "-j", "-n", uri.ToString()];

    protected override ScenarioRun Parse(string output, Func<int, bool> counts) => Read(output, counts);

    private static double? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
