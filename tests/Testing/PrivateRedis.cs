using FlashFlow.Supervisor.Servers;
using StackExchange.Redis;

namespace FlashFlow.Testing;

/// <summary>A Redis of one test's own, set as the ledger's is, to be filled, demoted or set otherwise without disturbing other tests.</summary>
public sealed class PrivateRedis : IAsyncDisposable
{
    private readonly SupervisedProcess process;
    private readonly string directory;
    private readonly int port;
    private readonly Func<CancellationToken, Task<bool>> isReadyAsync;
    private ConnectionMultiplexer? connection;

    private PrivateRedis(string[] settings)
    {
        port = FreePort.Find();
        directory = Directory.CreateTempSubdirectory("flashflow-redis-").FullName;
        var program = RedisProgram.Describe("redis", directory, port, settings);
        isReadyAsync = program.IsReadyAsync;
        process = SupervisedProcess.Start(program);
    }

    /// <summary>Where it listens, as <c>host:port</c>.</summary>
    public string Address => $"127.0.0.1:{port}";

    public static async Task<PrivateRedis> StartAsync(params string[] settings)
    {
        var redis = new PrivateRedis(settings);
        // The client would take seconds to try again.
        await Eventually.HoldsAsync("a Redis of the test's own to answer", () => redis.isReadyAsync(CancellationToken.None));
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
        await process.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
