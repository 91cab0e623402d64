using System.Runtime.InteropServices;
using FlashFlow.Infrastructure.RabbitMq;
using FlashFlow.Bench.Results;
using FlashFlow.Operator.Engine;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace FlashFlow.Bench;

/// <summary>Finds out what a bench is run on.</summary>
internal static class HostDescription
{
    /// <exception cref="ToolFailedException">A server does not say what it is.</exception>
    public static async Task<BenchHost> ReadAsync(EngineAccess engine, CancellationToken cancellation)
    {
        var memory = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1);
        return new(
            FormattableString.Invariant($"{Platform()}-{Environment.ProcessorCount}core-{memory:0}gib"),
            Environment.ProcessorCount,
            memory,
            ReadField("/proc/cpuinfo", "model name", ':') ?? "unknown",
            ReadField("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            await FindCommitAsync() ?? "",
            new Dictionary<string, string>
            {
                ["Redis"] = await engine.Redis.CallAsync(database => Task.FromResult($"{database.Multiplexer.GetServers()[0].Version}")),
                ["RabbitMQ"] = await ReadRabbitMqAsync(engine.Setting<RabbitMqOptions>(), cancellation),
                ["PostgreSQL"] = await ReadPostgresAsync(engine, cancellation),
            });
    }

    // With a + when files were changed; nothing where git does not know.
    private static async Task<string?> FindCommitAsync()
    {
        var (known, hash) = await new ShortCommand("git", "-C", Repository.Root, "rev-parse", "--short", "HEAD").RunAsync();
        var (compared, changes) = await new ShortCommand("git", "-C", Repository.Root, "status", "--porcelain", "--untracked-files=no").RunAsync();
        return known == 0 && compared == 0 ? hash.Trim() + (changes.Length > 0 ? "+" : "") : null;
    }

    private static string Platform() =>
        $"{(OperatingSystem.IsLinux() ? "linux" : "other")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static string? ReadField(string file, string name, char separator) => !File.Exists(file)
        ? null
        : File.ReadLines(file)
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(separator, StringComparison.Ordinal))?
            .Split(separator, 2)[1].Trim();

    private static async Task<string> ReadRabbitMqAsync(RabbitMqOptions options, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await new ConnectionFactory { Uri = options.ListNodes()[0] }.CreateConnectionAsync(cancellation);
            return connection.ServerProperties?.TryGetValue("version", out var version) == true && version is byte[] text
                ? System.Text.Encoding.UTF8.GetString(text)
                : "unknown";
        }
        catch (RabbitMQClientException failure)
        {
            throw new ToolFailedException($"RabbitMQ: {failure.Message}", failure);
        }
    }

    private static async Task<string> ReadPostgresAsync(EngineAccess engine, CancellationToken cancellation)
    {
        await using var connection = await engine.Postgres.OpenConnectionAsync(cancellation);
        return connection.PostgreSqlVersion.ToString();
    }
}
