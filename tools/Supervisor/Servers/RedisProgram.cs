using System.Text;
using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Supervisor.Servers;

/// <summary>Redis from a program on this machine.</summary>
internal sealed class RedisProgram(ProcessSupervisor supervisor) : IServerProgram
{
    private readonly string data = Path.Combine(supervisor.State.Data, "redis");

    public Task<bool> IsInstalledAsync() => Task.FromResult(Programs.Find("redis-server") is not null);

    public Task StartAsync(Ports ports, CancellationToken cancellation)
    {
        Directory.CreateDirectory(data);
        supervisor.Start(Describe("redis", data, ports.Redis)).Dispose();
        return Task.CompletedTask;
    }

    public Task AwaitAsync(Ports ports, CancellationToken cancellation) =>
        supervisor.AwaitReadyAsync(Describe("redis", data, ports.Redis), cancellation);

    // Every accepted order is on disk before it is answered (G3), and memory running out refuses writes instead of forgetting keys (G7).
    // Nothing is rewritten or freed at length while a sale runs.
    public static ProgramDescription Describe(string name, string directory, int port, params string[] settings) => new(
        name,
        "redis-server",
        [
            "--bind", "127.0.0.1", "--port", $"{port}", "--dir", directory, "--daemonize", "no",
            "--appendonly", "yes", "--appendfsync", "always", "--auto-aof-rewrite-min-size", "256mb", "--save", "",
            "--maxmemory-policy", "noeviction", "--lazyfree-lazy-expire", "yes", .. settings,
        ])
    {
        Directory = directory,
        IsReadyAsync = cancellation => AnswersAsync(port, cancellation),
    };

    /// <summary>Whether a server, or a sentinel, answers.</summary>
    public static async Task<bool> AnswersAsync(int port, CancellationToken cancellation) =>
        Encoding.ASCII.GetString(await Loopback.AskAsync(port, "PING\r\n"u8.ToArray(), 5, cancellation)) == "+PONG";
}
