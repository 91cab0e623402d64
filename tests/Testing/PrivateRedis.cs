using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace FlashFlow.Testing;

/// <summary>A Redis of one test's own, set as the ledger's is, to be filled, demoted or set otherwise without disturbing other tests.</summary>
public sealed class PrivateRedis : IAsyncDisposable
{
    private readonly Process process;
    private readonly string directory;
    private readonly RecordedProcess record;
    private readonly int port;
    private ConnectionMultiplexer? connection;

    private PrivateRedis(string[] settings)
    {
        port = FreePort.Find();
        directory = Directory.CreateTempSubdirectory("flashflow-redis-").FullName;
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true, WorkingDirectory = directory };
        foreach (var argument in (string[])
        [
            "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--dir", directory, "--save", "",
            "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", .. settings,
        ])
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        record = RecordedProcess.Of(process, $"redis-{port}");
    }

    /// <summary>Where it listens, as <c>host:port</c>.</summary>
    public string Address => $"127.0.0.1:{port}";

    public static async Task<PrivateRedis> StartAsync(params string[] settings)
    {
        var redis = new PrivateRedis(settings);
        // The client would take seconds to try again.
        await Eventually.HoldsAsync("a Redis of the test's own to listen", redis.ListensAsync);
        redis.connection = await ConnectionMultiplexer.ConnectAsync($"{redis.Address},allowAdmin=true");
        return redis;
    }

    /// <summary>Runs a command, such as <c>CONFIG SET maxmemory 1mb</c>.</summary>
    public Task ExecuteAsync(string command)
    {
        var words = command.Split(' ');
        return connection!.GetServers()[0].ExecuteAsync(words[0], [.. words[1..]]);
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        process.Kill();
        await process.WaitForExitAsync().Within("the end of the test's own Redis");
        record.Forget();
        process.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private async Task<bool> ListensAsync()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
