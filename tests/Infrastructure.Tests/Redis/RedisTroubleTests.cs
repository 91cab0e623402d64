using System.Net;
using FlashFlow.Core.Outbox;
using FlashFlow.Infrastructure.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>A Redis that answers, but is full, demoted, or set otherwise than the promises need it.</summary>
public sealed class RedisTroubleTests
{
    private const string Product = "phone";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public static TheoryData<string, string, string> Troubles => new()
    {
        { "CONFIG SET maxmemory 1mb", "CONFIG SET maxmemory 0", "Redis is full" },
        { "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE", "Redis is a read-only replica" },
        { "CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0", "Redis has too few replicas" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task G7_a_Redis_that_refuses_leaves_nothing_unknown_shows_in_health_and_sells_again_by_itself(string break_, string mend, string reason)
    {
        await using var redis = await PrivateRedis.StartAsync();
        await using var services = await SellFromAsync(redis.Address);
        await redis.ExecuteAsync(break_);

        var refusal = await Assert.ThrowsAsync<LedgerUnavailableException>(() => BuyAsync(services));
        Assert.True(refusal.NothingWasDone, refusal.Message);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        var health = await HealthAsync(services);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains(reason, health.Description, StringComparison.Ordinal);

        await redis.ExecuteAsync(mend);
        await SellsAsync(services);
        await Eventually.SeesAsync("health", () => HealthAsync(services), health => health.Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task G3_a_full_Redis_still_hands_out_what_was_accepted_and_lets_an_operator_stop_the_sale()
    {
        await using var redis = await PrivateRedis.StartAsync();
        await using var services = await SellFromAsync(redis.Address);
        var entry = (await BuyAsync(services)).Entry!;
        await redis.ExecuteAsync("CONFIG SET maxmemory 1mb");

        var outbox = services.GetRequiredService<IOutbox>();
        var claim = await outbox.ClaimAsync(Product, "a", after: null, entry.Id, abandoned: null, Lease, max: 10);
        Assert.Equal([entry.Id], claim.Entries.Select(found => found.Id));
        await outbox.RemoveAsync(Product, [entry.Id]);
        Assert.Equal(0, await outbox.CountAsync(Product));

        var sales = services.GetRequiredService<ISaleLedger>();
        Assert.Equal(SaleChange.Done, await sales.SetStateAsync(Product, 1, SaleState.Paused));
        // A ledger that lost data is suspended, full or not.
        Assert.True(await sales.SuspendIfBehindAsync(Product, new(1, 100)));
    }

    [Fact]
    public async Task G7_a_Redis_that_was_demoted_is_left_for_the_one_that_its_address_leads_to_by_now()
    {
        await using var old = await PrivateRedis.StartAsync();
        await using var promoted = await PrivateRedis.StartAsync();
        await using (await SellFromAsync(promoted.Address))
        {
        }

        await using var address = new HoldableLine(IPEndPoint.Parse(old.Address));
        await using var services = await SellFromAsync(address.Address);
        await old.ExecuteAsync("REPLICAOF 127.0.0.1 1");
        address.Server = IPEndPoint.Parse(promoted.Address);

        await SellsAsync(services);
    }

    [Fact]
    public async Task A_channel_is_heard_also_from_the_Redis_that_took_the_place_of_a_demoted_one()
    {
        await using var old = await PrivateRedis.StartAsync();
        await using var promoted = await PrivateRedis.StartAsync();
        await using var address = new HoldableLine(IPEndPoint.Parse(old.Address));
        await using var services = Services(address.Address);
        var redis = services.GetRequiredService<RedisConnection>();
        var channel = StackExchange.Redis.RedisChannel.Literal("news");
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await redis.SubscribeAsync(channel, _ => heard.TrySetResult());
        await old.ExecuteAsync("REPLICAOF 127.0.0.1 1");
        address.Server = IPEndPoint.Parse(promoted.Address);

        await Eventually.HoldsAsync(
            "news on the new connection",
            async () =>
            {
                await TryAsync(() => redis.CallAsync(database => database.StringSetAsync("any", "1")));
                await promoted.ExecuteAsync("PUBLISH news x");
                return heard.Task.IsCompleted;
            });
    }

    [Theory]
    [InlineData("CONFIG SET appendfsync everysec", "CONFIG SET appendfsync always", "appendfsync is everysec", "G3")]
    [InlineData("CONFIG SET appendonly no", "CONFIG SET appendonly yes", "appendonly is no", "G3")]
    [InlineData("CONFIG SET maxmemory-policy allkeys-lru", "CONFIG SET maxmemory-policy noeviction", "maxmemory-policy is allkeys-lru", "G1")]
    public async Task G7_nothing_is_sold_from_a_Redis_that_is_set_otherwise_until_it_is_right(string change, string mend, string defect, string promise)
    {
        await using var redis = await PrivateRedis.StartAsync();
        await using var services = await SellFromAsync(redis.Address);
        await redis.ExecuteAsync(change);

        var health = await HealthAsync(services);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.All([defect, promise, mend], part => Assert.Contains(part, health.Description, StringComparison.Ordinal));
        var refusal = await Assert.ThrowsAsync<LedgerUnavailableException>(() => BuyAsync(services));
        Assert.True(refusal.NothingWasDone);
        Assert.Contains(defect, refusal.Message, StringComparison.Ordinal);

        await redis.ExecuteAsync(mend);
        await SellsAsync(services);
        await Eventually.SeesAsync("health", () => HealthAsync(services), health => health.Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task G7_a_setting_that_was_changed_in_mid_sale_is_noticed_by_the_buys_themselves()
    {
        await using var redis = await PrivateRedis.StartAsync();
        await using var services = await SellFromAsync(redis.Address);
        await redis.ExecuteAsync("CONFIG SET appendfsync everysec");

        await Eventually.HoldsAsync("a refusal", async () => !await TryAsync(() => BuyAsync(services)));
    }

    [Theory]
    [InlineData("FlashFlow:Redis:RequireDurable", "false")]
    [InlineData("FlashFlow:Front:DemoMode", "true")]
    public async Task Who_does_not_ask_for_a_durable_Redis_sells_from_any_and_health_says_so(string setting, string value)
    {
        await using var redis = await PrivateRedis.StartAsync("--appendfsync", "everysec");
        await using var services = await SellFromAsync(redis.Address, (setting, value));

        Assert.Single((await BuyAsync(services)).Results, result => result.HasOrder);
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(services)).Status);
    }

    [Fact]
    public async Task G7_a_Redis_that_hides_its_settings_sells_once_somebody_vouches_for_it()
    {
        await using var redis = await PrivateRedis.StartAsync("--rename-command", "CONFIG", "");
        await using (var services = await SellFromAsync(redis.Address))
        {
            var refusal = await Assert.ThrowsAsync<LedgerUnavailableException>(() => BuyAsync(services));
            Assert.Contains("FlashFlow__Redis__VouchedDurable", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(HealthStatus.Degraded, (await HealthAsync(services)).Status);
        }

        await using var vouched = Services(redis.Address, ("FlashFlow:Redis:VouchedDurable", "true"));
        Assert.Single((await BuyAsync(vouched)).Results, result => result.HasOrder);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(vouched)).Status);
    }

    private static ServiceProvider Services(string address, params (string Key, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        all["FlashFlow:Redis:Configuration"] = address;
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(all).Build())
            .AddLogging()
            .AddRedisLedger();
        services.AddHealthChecks().AddRedis(whenAway: HealthStatus.Unhealthy);
        return services.BuildServiceProvider();
    }

    private static async Task<ServiceProvider> SellFromAsync(string address, params (string Key, string Value)[] settings)
    {
        var services = Services(address, settings);
        await services.GetRequiredService<ISaleLedger>().OpenAsync(new() { ProductId = Product, Name = Product, Stock = 1_000_000 }, epoch: 1, replacing: 0);
        return services;
    }

    private static Task<LedgerReply> BuyAsync(ServiceProvider services) =>
        services.GetRequiredKeyedService<IStockLedger>(StockLedgers.InRedis).DecideAsync(Product, HighWaterMark.None, [new(OrderIds.New(TimeProvider.System), "ada", 1)]);

    private static Task SellsAsync(ServiceProvider services) => Eventually.HoldsAsync("a buy that is accepted again", () => TryAsync(() => BuyAsync(services)));

    private static async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (LedgerUnavailableException)
        {
            return false;
        }
    }

    private static async Task<HealthReportEntry> HealthAsync(ServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["redis"];
}
