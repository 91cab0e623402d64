using FlashFlow.Core.Outbox;
using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure.Redis;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using FlashFlow.Chaos.Plan;
using FlashFlow.Chaos.Shopping;
using FlashFlow.Operator.Engine;
using StackExchange.Redis;

namespace FlashFlow.Chaos.Parts;

/// <summary>Faults of servers that run on and answer: full, demoted, emptied, alarmed, read-only, cut off from the others or replaced by one of them.</summary>
/// <param name="servers">The servers that are troubled.</param>
/// <param name="clusters">Those of a run in which servers are clusters; null in others.</param>
/// <param name="operators">Who stops the sales before Redis is emptied, and rebuilds them.</param>
/// <param name="products">What is on sale.</param>
internal sealed class ServerTroubles(ServerGroup servers, ServerClusters? clusters, Operators operators, IReadOnlyList<ChaosProduct> products) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    // At one moment, so that nothing is lost that somebody was told: what pays and lapses goes on while the sales are paused. All up to the
    // entries that are named is stored.
    private const string FlushIfAllIsStored =
        """
        local stored = {}
        for i = 1, #ARGV do stored[ARGV[i]] = true end
        for _, outbox in ipairs(redis.call('KEYS', '*:outbox')) do
          local newest = redis.call('XREVRANGE', outbox, '+', '-', 'COUNT', 1)[1]
          if newest and not stored[newest[1]] then return 0 end
        end
        redis.call('FLUSHALL')
        return 1
        """;

    private readonly EngineAccess engine = new();
    private readonly string[] productIds = [.. products.Select(product => product.ProductId)];

    public Task BeginAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.Fill => RedisAsync("CONFIG", "SET", "maxmemory", "1mb"),
        Fault.Demote => RedisAsync("REPLICAOF", "127.0.0.1", "1"),
        Fault.Empty => EmptyAsync(cancellation),
        Fault.CutOff or Fault.FailOver => clusters!.BeginAsync(fault),
        Fault.Alarm => RabbitMqAsync("set_vm_memory_high_watermark", "0.0001"),
        Fault.Reset => ResetAsync(),
        Fault.MakeReadOnly => PostgresAsync("ALTER SYSTEM SET default_transaction_read_only = on", cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No trouble of a server that runs."),
    };

    public Task EndAsync(Fault fault, CancellationToken cancellation) => fault switch
    {
        Fault.Fill => RedisAsync("CONFIG", "SET", "maxmemory", "0"),
        Fault.Demote => RedisAsync("REPLICAOF", "NO", "ONE"),
        Fault.Empty => RebuildAsync(cancellation),
        Fault.CutOff or Fault.FailOver => clusters!.EndAsync(),
        Fault.Alarm => RabbitMqAsync("set_vm_memory_high_watermark", "0.4"),
        Fault.Reset => RabbitMqAsync("start_app"),
        Fault.MakeReadOnly => PostgresAsync("ALTER SYSTEM RESET default_transaction_read_only", cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No trouble of a server that runs."),
    };

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    private async Task EmptyAsync(CancellationToken cancellation)
    {
        await operators.StopSellingAsync(productIds, cancellation);
        using var patience = new CancellationTokenSource(Patience);
        while (await HasUnrecordedAsync() || !await FlushAsync())
        {
            if (patience.IsCancellationRequested)
                throw new ToolFailedException($"Not all that lay in the outboxes was stored {Patience.TotalSeconds:0} s after all sales were paused.");
            await Task.Delay(LookEvery, cancellation);
        }
    }

    private async Task<bool> HasUnrecordedAsync()
    {
        foreach (var productId in productIds)
            if ((await engine.Sales.ListUnrecordedAsync(productId)).Count > 0)
                return true;
        return false;
    }

    private async Task<bool> FlushAsync()
    {
        var newest = new List<string>();
        foreach (var productId in productIds)
        {
            var entries = await engine.Outbox.ReadAsync(productId, max: 10_000);
            if (!await IsStoredAsync([.. entries.Select(entry => entry.FindNumbers()!.Value)]))
                return false;
            newest.AddRange(entries.TakeLast(1).Select(entry => entry.Id));
        }

        return (int)await RedisAsync([.. (string[])["EVAL", FlushIfAllIsStored, "0"], .. newest]) == 1;
    }

    private async Task<bool> IsStoredAsync(SeqRange[] numbers)
    {
        try
        {
            var found = await engine.SettledNumbers.FindAsync(numbers, CancellationToken.None);
            return numbers.Zip(found).All(pair => pair.Second.Through >= pair.First.Last);
        }
        catch (SaleStoreUnavailableException)
        {
            return false; // A machine that is busy answers late.
        }
    }

    private async Task RebuildAsync(CancellationToken cancellation)
    {
        foreach (var productId in productIds)
            await SucceedAsync("rebuild", new ShortCommand("dotnet", Repository.ProgramOf("Operator"), "rebuild", productId, "--yes").RunAsync(cancellation));
        foreach (var product in products.Where(product => product.HasRoom))
            await operators.BeginRoomAnewAsync(product, cancellation);
        await operators.SellAgainAsync(productIds, cancellation);
    }

    private async Task<RedisResult> RedisAsync(params IEnumerable<string> command)
    {
        var configuration = ConfigurationOptions.Parse(engine.Setting<RedisOptions>().Configuration);
        configuration.AllowAdmin = true;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(configuration);
        return await redis.GetServers()[0].ExecuteAsync(command.First(), [.. command.Skip(1)]);
    }

    private async Task ResetAsync()
    {
        await RabbitMqAsync("stop_app");
        await RabbitMqAsync("reset");
    }

    private Task RabbitMqAsync(params string[] command) => SucceedAsync("rabbitmqctl", servers.RabbitMqCtlAsync(command));

    private static async Task SucceedAsync(string what, Task<(int ExitCode, string Output)> run)
    {
        var (exitCode, output) = await run;
        if (exitCode != 0)
            throw new ToolFailedException($"{what} failed: {output.ReplaceLineEndings(" ").Trim()}");
    }

    private async Task PostgresAsync(string setting, CancellationToken cancellation)
    {
        engine.Postgres.Clear(); // PostgreSQL may have been killed since the last time.
        foreach (var statement in (string[])[setting, "SELECT pg_reload_conf()"])
        {
            await using var command = engine.Postgres.CreateCommand(statement);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
