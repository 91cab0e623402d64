using FlashFlow.Core.Auditing;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Carts;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Live;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Core.Reviewing;
using FlashFlow.Core.Rooms;
using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure;
using FlashFlow.Infrastructure.Postgres;
using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.Infrastructure.Postgres.Retention;
using FlashFlow.Infrastructure.Postgres.Webhooks;
using FlashFlow.Infrastructure.RabbitMq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using StackExchange.Redis;

namespace FlashFlow.Testing;

/// <summary>A corner of the real servers for one test: its own keys in Redis, its own queues in RabbitMQ, its own schema in PostgreSQL.</summary>
public sealed class Sandbox : IAsyncDisposable
{
    // Who asks here can wait. The deadlines are for those who have a shopper before them, and hold for the processes of this corner.
    private static readonly Dictionary<string, string?> Patience = new()
    {
        ["FlashFlow:Redis:DeadlineMilliseconds"] = "60000",
        ["FlashFlow:Postgres:DeadlineMilliseconds"] = "60000",
    };

    private readonly string name = $"test_{Guid.NewGuid():N}";
    private readonly Lazy<ConnectionMultiplexer> redis = new(() => ConnectionMultiplexer.Connect(RealServices.Redis));
    private readonly ServiceProvider provider;

    private Sandbox((string Key, string Value)[] settings)
    {
        var postgres = new NpgsqlConnectionStringBuilder(RealServices.Postgres) { SearchPath = name, ApplicationName = name, MaxPoolSize = 10 };
        Settings = new()
        {
            ["FlashFlow:Redis:Configuration"] = RealServices.Redis,
            ["FlashFlow:Redis:Prefix"] = name,
            ["FlashFlow:RabbitMq:Uri"] = RealServices.RabbitMq,
            ["FlashFlow:RabbitMq:Prefix"] = name,
            ["FlashFlow:Postgres:ConnectionString"] = postgres.ConnectionString,
            ["FlashFlow:Cluster:Id"] = name,
            [GuardModes.Setting] = GuardModes.Cluster,
            // Fronts and silos that a test starts are ready as soon as they listen.
            ["FlashFlow:Front:WarmUpMilliseconds"] = "0",
            ["FlashFlow:Silo:WarmUpMilliseconds"] = "0",
        };
        foreach (var (key, value) in settings)
            Settings[key] = value;
        provider = BuildServices(_ => { });
    }

    /// <summary>Builds services like those of this corner, with connections of their own.</summary>
    public ServiceProvider BuildServices(Action<IServiceCollection> adapt)
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Patience).AddInMemoryCollection(Settings).Build())
            .AddLogging()
            .AddRedisLedger()
            .AddRabbitMq()
            .AddPostgres()
            .AddRedisStockNews()
            .AddSingleton<StockAnnouncer>()
            .AddSingleton<Auditor>()
            .AddSingleton<LedgerRebuild>()
            .AddSingleton<SaleRecorder>()
            .AddSingleton<SaleOffice>();
        adapt(services);
        return services.BuildServiceProvider();
    }

    /// <summary>The settings with which a process works in this corner.</summary>
    public Dictionary<string, string?> Settings { get; }

    public IStockLedger Ledger => provider.GetRequiredKeyedService<IStockLedger>(StockLedgers.InRedis);

    public ICartLedger Carts => provider.GetRequiredKeyedService<ICartLedger>(StockLedgers.InRedis);

    public IRoomLedger Rooms => provider.GetRequiredService<IRoomLedger>();

    /// <summary>What a standalone front knows of lines.</summary>
    public RoomDesk CreateRoomDesk()
    {
        var guards = new StockGuardFactory(Ledger, Sales, SaleStore, new(), TimeProvider.System, provider.GetRequiredService<ILogger<StockGuardFactory>>());
        return new(Rooms, new(guards, provider.GetRequiredService<LiveStock>()), new(), TimeProvider.System, provider.GetRequiredService<ILogger<RoomDesk>>());
    }

    public ISaleLedger Sales => provider.GetRequiredService<ISaleLedger>();

    public IOutbox Outbox => provider.GetRequiredService<IOutbox>();

    public ISettledNumbers SettledNumbers => provider.GetRequiredService<ISettledNumbers>();

    public IDeadLetterRecords DeadLetters => provider.GetRequiredService<IDeadLetterRecords>();

    public ILetterReplay Replay => provider.GetRequiredService<ILetterReplay>();

    public IBrokerContents Broker => provider.GetRequiredService<IBrokerContents>();

    public ISaleStore SaleStore => provider.GetRequiredService<ISaleStore>();

    public IOrderStore Orders => provider.GetRequiredService<IOrderStore>();

    public PostgresStoredOrders StoredOrders => provider.GetRequiredService<PostgresStoredOrders>();

    public PostgresShoppers Shoppers => provider.GetRequiredService<PostgresShoppers>();

    public PostgresWebhooks Webhooks => provider.GetRequiredService<PostgresWebhooks>();

    public WebhookLanes WebhookLanes => provider.GetRequiredService<WebhookLanes>();

    public PostgresFeed Feed => provider.GetRequiredService<PostgresFeed>();

    /// <summary>Takes the feed on, as a drain does with what it has stored.</summary>
    public Task<long> AdvanceFeedAsync(params int[] epochs) =>
        provider.GetRequiredService<FeedSequencer>().AdvanceAsync(epochs.Length == 0 ? null : epochs, CancellationToken.None);

    /// <summary>Lets go of what is older than so many days, as a drain does every hour.</summary>
    public Task<IReadOnlyList<PrunedSale>> PruneAsync(int keepDays) =>
        new StoreRetention(Database, new() { KeepDays = keepDays }).RunAsync(CancellationToken.None);

    /// <summary>Sales that are begun from now on go into a new part of the store, if the last one has any.</summary>
    public async Task OpenPartAsync()
    {
        await using var command = Database.CreateCommand("SELECT open_store_part(interval '0')");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>As if all that is stored of a sale had happened so many days earlier.</summary>
    public async Task AgeAsync(long epoch, int days)
    {
        await using var command = Database.CreateCommand($"""
            UPDATE sales SET created_at = created_at - interval '{days} days' WHERE epoch = {epoch};
            UPDATE orders SET accepted_at = now() - interval '{days} days' WHERE epoch = {epoch};
            UPDATE order_events SET at = now() - interval '{days} days' WHERE epoch = {epoch};
            """);
        await command.ExecuteNonQueryAsync();
    }

    public RabbitMqOptions RabbitMq => provider.GetRequiredService<RabbitMqOptions>();

    public NpgsqlDataSource Database => provider.GetRequiredService<NpgsqlDataSource>();

    public SaleOffice Office => provider.GetRequiredService<SaleOffice>();

    public ILedgerReplacement Replacement => provider.GetRequiredService<ILedgerReplacement>();

    public LedgerRebuild Rebuild => provider.GetRequiredService<LedgerRebuild>();

    public Auditor Auditor => provider.GetRequiredService<Auditor>();

    /// <param name="settings">What is set otherwise there.</param>
    public static async Task<Sandbox> CreateAsync(params (string Key, string Value)[] settings)
    {
        var sandbox = new Sandbox(settings);
        await using (var server = NpgsqlDataSource.Create(RealServices.Postgres))
        await using (var create = server.CreateCommand($"CREATE SCHEMA \"{sandbox.name}\""))
            await create.ExecuteNonQueryAsync();
        await PostgresSchema.PrepareAsync(sandbox.Database, CancellationToken.None);
        return sandbox;
    }

    /// <summary>The connection string of this corner, with what a test needs of its own.</summary>
    public string PostgresWith(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(Settings["FlashFlow:Postgres:ConnectionString"]);
        change(settings);
        return settings.ConnectionString;
    }

    /// <summary>Starts a sale as an operator would.</summary>
    /// <returns>Its epoch.</returns>
    public async Task<long> StartSaleAsync(string productId, int stock, int limitPerShopper = 0, string? family = null)
    {
        var definition = new SaleDefinition { ProductId = productId, Name = productId, Stock = stock, LimitPerShopper = limitPerShopper, Family = family };
        return await Office.StartAsync(definition, by: "test")
            ?? throw new InvalidOperationException("Somebody else started a sale here.");
    }

    /// <summary>Starts a sale whose units, 499.90 euros each, are held until they are paid for.</summary>
    /// <returns>Its epoch.</returns>
    public async Task<long> StartHoldingAsync(string productId, int stock, int holdSeconds)
    {
        var definition = new SaleDefinition
        {
            ProductId = productId,
            Name = productId,
            Stock = stock,
            Price = 499.90m,
            Currency = Currency.Find("EUR"),
            HoldSeconds = holdSeconds,
            HoldMaxSeconds = holdSeconds,
        };
        return await Office.StartAsync(definition, by: "test")
            ?? throw new InvalidOperationException("Somebody else started a sale here.");
    }

    /// <summary>What time it is by the ledger's clock.</summary>
    public async Task<DateTimeOffset> FindLedgerTimeAsync()
    {
        var time = (long[])(await redis.Value.GetDatabase().ExecuteAsync("TIME"))!;
        return DateTimeOffset.FromUnixTimeSeconds(time[0]).AddTicks(time[1] * TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>Asks the ledger directly.</summary>
    public Task<LedgerReply> BuyAsync(string productId, params OrderOperation[] buys) => Ledger.DecideAsync(productId, HighWaterMark.None, buys);

    /// <summary>
    /// Publishes as the relay does: until it is confirmed. A queue refuses (nack) while it has no leader: when a broker has just started, or
    /// another connection has only just declared it.
    /// </summary>
    public Task PublishAsync(params OutboxEntry[] entries) => Eventually.HoldsAsync("a confirm", async () =>
    {
        try
        {
            await provider.GetRequiredService<IOrderPublisher>().PublishAsync(entries);
            return true;
        }
        catch (BrokerUnavailableException)
        {
            return false;
        }
    });

    /// <summary>Writes into the ledger's own record of a sale, past everything that guards it.</summary>
    public Task ChangeSaleAsync(string productId, params (string Field, int Value)[] changes) => ChangeAsync($"{{{productId}}}:sale", changes);

    /// <summary>The same of a product of a family.</summary>
    public Task ChangeSaleInFamilyAsync(string family, string productId, params (string Field, int Value)[] changes) =>
        ChangeAsync($"{{{family}}}:{productId}:sale", changes);

    /// <summary>The sale has seen this time by the ledger's clock, and so does not fall behind it.</summary>
    public Task SetClockAsync(string productId, DateTimeOffset now) =>
        redis.Value.GetDatabase().HashSetAsync($"{name}:{{{productId}}}:sale", "clock", now.ToUnixTimeMilliseconds());

    /// <summary>Waits until all that was in the product's outbox is stored, and has left it.</summary>
    public Task WaitForEmptyOutboxAsync(string productId) =>
        Eventually.SeesAsync("an empty outbox", () => Outbox.CountAsync(productId), count => count == 0);

    /// <summary>As if all that lies in the product's outbox were published and stored.</summary>
    public async Task EmptyOutboxAsync(string productId) =>
        await Outbox.RemoveAsync(productId, [.. (await Outbox.ReadAsync(productId, max: 10_000)).Select(entry => entry.Id)]);

    /// <summary>Stores what lies in the product's outbox, as a drain does with what the broker delivers.</summary>
    public async Task StoreOutboxAsync(string productId)
    {
        foreach (var entry in await Outbox.ReadAsync(productId, max: 10_000))
            await Orders.StoreAsync([.. OrderMessage.Batches(entry.Body)], [.. OrderMessage.Transitions(entry.Body)], [], CancellationToken.None);
    }

    /// <summary>Redis has never heard of the product.</summary>
    public Task LoseAsync(string productId) => redis.Value.GetDatabase().KeyDeleteAsync(LedgerKeys(redis.Value, $"{{{productId}}}:*"));

    /// <summary>As if nobody had bought or changed anything of the product for so much longer.</summary>
    public Task GrowQuietAsync(string productId, TimeSpan longer) =>
        redis.Value.GetDatabase().SortedSetDecrementAsync($"{name}:{{{name}:products}}:active", productId, longer.TotalMilliseconds);

    /// <summary>Takes every product for one at rest.</summary>
    public Task ForgetActiveAsync() => redis.Value.GetDatabase().KeyDeleteAsync($"{name}:{{{name}:products}}:active");

    /// <summary>Copies everything that the ledger holds, as a backup of Redis would.</summary>
    public async Task<IReadOnlyDictionary<RedisKey, byte[]>> CopyLedgerAsync()
    {
        using var redis = ConnectionMultiplexer.Connect(RealServices.Redis);
        var copy = new Dictionary<RedisKey, byte[]>();
        foreach (var key in LedgerKeys(redis))
            copy.Add(key, await redis.GetDatabase().KeyDumpAsync(key) ?? throw new InvalidOperationException($"{key} is gone."));
        return copy;
    }

    /// <summary>Puts the ledger back to an earlier copy, or empties it.</summary>
    public async Task RestoreLedgerAsync(IReadOnlyDictionary<RedisKey, byte[]> copy)
    {
        using var redis = ConnectionMultiplexer.Connect(RealServices.Redis);
        var database = redis.GetDatabase();
        var transaction = database.CreateTransaction();
        var changes = LedgerKeys(redis).Select(key => (Task)transaction.KeyDeleteAsync(key)).ToList();
        changes.AddRange(copy.Select(entry => transaction.KeyRestoreAsync(entry.Key, entry.Value)));
        await transaction.ExecuteAsync();
        await Task.WhenAll(changes);
    }

    /// <summary>Takes from Redis all that this corner has there: the ledger, and whatever else processes keep in it.</summary>
    public Task LoseRedisAsync() => SandboxRemains.RemoveFromRedisAsync(name);

    /// <summary>The ids of the orders stored in this corner.</summary>
    public Task<List<Guid>> StoredOrderIdsAsync() => ListAsync("SELECT order_id FROM orders", row => row.GetGuid(0));

    /// <summary>All rows of a query.</summary>
    public async Task<List<T>> ListAsync<T>(string query, Func<NpgsqlDataReader, T> read)
    {
        await using var command = Database.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The dead letters that wait for an operator in this corner.</summary>
    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync() =>
        [.. (await DeadLetters.ListAsync(100_000, CancellationToken.None)).Select(letter => letter.Letter)];

    /// <summary>Waits until nothing of the product is on its way any more, and checks that the books balance (G6).</summary>
    /// <returns>The books of the current sale.</returns>
    public async Task<Books> AtRestAsync(string productId)
    {
        var books = await Eventually.SeesAsync(
            $"the books of {productId} at rest",
            () => TryAuditAsync(productId),
            books => books is { InFlight.Orders: <= 0, Transitions: null or { InFlight: <= 0, Outbox: 0 } } && books.Outbox == default);
        Assert.NotNull(books);
        Assert.Null(books.Imbalance);
        Assert.True(books.IsBalanced);
        return books;
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        if (redis.IsValueCreated)
            await redis.Value.DisposeAsync();
        await SandboxRemains.RemoveAsync(name);
    }

    private async Task ChangeAsync(string sale, (string Field, int Value)[] changes) =>
        await redis.Value.GetDatabase().HashSetAsync($"{name}:{sale}", [.. changes.Select(change => new HashEntry(change.Field, change.Value))]);

    // Null while a server that was stopped is not quite back.
    private async Task<Books?> TryAuditAsync(string productId)
    {
        try
        {
            return (await Auditor.AuditAsync(productId, CancellationToken.None))[0];
        }
        catch (Exception failure) when (failure is LedgerUnavailableException or BrokerUnavailableException or SaleStoreUnavailableException)
        {
            return null;
        }
    }

    private RedisKey[] LedgerKeys(ConnectionMultiplexer redis, string pattern = "*") =>
        [.. redis.GetServer(redis.GetEndPoints()[0]).Keys(pattern: $"{name}:{pattern}", pageSize: 1_000)];
}
