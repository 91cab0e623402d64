using FlashFlow.Clusters;
using FlashFlow.Core.Carts;
using FlashFlow.Infrastructure.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>A Redis Cluster, whose nodes choose their primaries, and where slots move.</summary>
public sealed class ClusterTests(ClusterTests.Servers servers) : FailOverTests, IClassFixture<ClusterTests.Servers>
{
    private RedisClusterGroup Group => servers.Group;

    /// <summary>One cluster for all of them, since its nodes take seconds to find each other.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        public RedisClusterGroup Group { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            // The run's servers come first: they end what an earlier run has left behind.
            Assert.NotEmpty(RealServices.Redis);
            Group = await RedisClusterGroup.StartAsync(RealServices.Supervisor, SupervisedProcess.NewPrefix(), Product);
        }

        public Task DisposeAsync() => Group.DisposeAsync().AsTask();
    }

    [Theory]
    [InlineData("replica")]
    [InlineData("disk")]
    public Task G1_G3_what_was_accepted_outlives_the_primary_and_a_move_of_its_slot_and_the_sale_goes_on(string durability) => SellThroughAsync(
        durability,
        Again(
            Group.FailOverAsync,
            () => Group.MoveSlotAsync(),
            Group.KillPrimaryAsync,
            Group.FreezePrimaryAsync));

    [Theory]
    [InlineData("replica")]
    [InlineData("disk")]
    public async Task G7_while_its_slot_moves_nothing_is_sold_of_a_product_or_unknown_and_then_it_is_found_at_once(string durability)
    {
        await StartSaleAsync(durability);
        Assert.Equal(OrderOutcome.Accepted, await BuyAsync());

        await Group.MoveSlotAsync(async () =>
        {
            var refusal = await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);
            Assert.True(refusal.NothingWasDone, refusal.Message);
        });

        Assert.Equal(OrderOutcome.Accepted, await BuyAsync());
        Assert.Equal(2, (await Sales.FindAsync(Product))!.Accepted);
    }

    [Fact]
    public async Task G3_after_a_move_of_its_slot_a_product_waits_for_the_replicas_where_it_is()
    {
        await StartSaleAsync("replica");
        Assert.Equal(OrderOutcome.Accepted, await BuyAsync());
        await Group.MoveSlotAsync();
        await Group.FreezeReplicasAsync();

        await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);
    }

    [Fact]
    public async Task G3_a_part_of_the_cluster_without_a_replica_sells_nothing_and_the_others_do()
    {
        await UseListAsync(isElsewhere: false);
        await StartSaleAsync("replica");
        var elsewhere = await OpenElsewhereAsync();
        await Group.KillReplicasAsync();

        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);
            Assert.Equal(OrderOutcome.Accepted, await BuyAsync(elsewhere));
        }

        var refusal = await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);
        Assert.True(refusal.NothingWasDone, refusal.Message);
        var health = await HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("no replica", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task G7_a_part_of_the_cluster_that_is_away_sells_nothing_and_the_others_do()
    {
        await UseListAsync(isElsewhere: true);
        await StartSaleAsync("disk");
        var elsewhere = await OpenElsewhereAsync();
        await Group.KillAllAsync();

        await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);
        await Eventually.HoldsAsync("a buy elsewhere", () => TryAsync(() => BuyAsync(elsewhere)));
        var health = await HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("not all take writes", health.Description, StringComparison.Ordinal);

        await Group.MendAsync();
        await Eventually.HoldsAsync("a sale again", () => TryAsync(BuyAsync));
        await Eventually.SeesAsync("health", HealthAsync, health => health.Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task G7_nothing_is_sold_while_any_primary_is_set_otherwise_and_health_says_which()
    {
        await StartSaleAsync("disk");
        await Group.ExecuteElsewhereAsync("CONFIG", "SET", "appendfsync", "everysec");

        var health = await HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("127.0.0.1:", health.Description, StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);
        Assert.Contains("appendfsync is everysec", refusal.Message, StringComparison.Ordinal);

        await Group.ExecuteElsewhereAsync("CONFIG", "SET", "appendfsync", "always");
        await Eventually.HoldsAsync("a sale again", () => TryAsync(BuyAsync));
    }

    [Fact]
    public async Task G7_a_cluster_of_which_a_part_was_emptied_or_has_another_primary_is_another_ledger()
    {
        await StartSaleAsync("disk");
        var before = await Sales.FindIdentityAsync();
        for (var i = 0; i < 10; i++)
            Assert.Equal(before, await Sales.FindIdentityAsync());

        await Group.ExecuteElsewhereAsync("FLUSHALL");
        var emptied = await Sales.FindIdentityAsync();
        Assert.NotEqual(before, emptied);
        Assert.Equal(emptied, await Sales.FindIdentityAsync());

        await Group.FailOverAsync();
        await Eventually.HoldsAsync("another ledger", async () => await Sales.FindIdentityAsync() != emptied);
    }

    [Fact]
    public async Task A_channel_is_heard_also_after_the_primary_that_had_it_is_lost()
    {
        await StartSaleAsync("disk");
        var redis = Services.GetRequiredService<RedisConnection>();
        var channel = RedisChannel.Literal($"{{{Product}}}");
        var heard = 0;
        await redis.SubscribeAsync(channel, _ => Interlocked.Increment(ref heard));
        await NewsAsync(than: 0);
        await Group.KillPrimaryAsync();

        await NewsAsync(than: heard);

        Task NewsAsync(int than) => Eventually.HoldsAsync("news", async () =>
        {
            await TryAsync(() => redis.CallAsync(database => database.PublishAsync(channel, "news")));
            return heard > than;
        });
    }

    [Fact]
    public async Task Whatever_a_sale_has_works_wherever_its_slot_is()
    {
        await using var sandbox = await Sandbox.CreateAsync(("FlashFlow:Redis:Configuration", Group.Configuration), ("FlashFlow:Redis:Durability", "replica"));
        string[] products = [.. Enumerable.Range(0, 8).Select(number => $"product-{number}")];
        foreach (var product in products)
            await sandbox.StartHoldingAsync(product, stock: 5, holdSeconds: 60);
        Assert.Equal(products, await sandbox.Sales.ListProductsAsync());

        foreach (var product in products)
        {
            var hold = Buy();
            var held = await sandbox.BuyAsync(product, hold);
            Assert.Equal(OrderOutcome.Accepted, held.Results[0].Outcome);
            var paid = await sandbox.BuyAsync(product, OrderOperation.ToChange(hold.OrderId, new OrderChange.Confirm("pay", 49_990, "EUR")));
            Assert.Equal(OrderOutcome.Changed, paid.Results[0].Outcome);
            Assert.Equal([held.Entry!.Id, paid.Entry!.Id], (await sandbox.Outbox.ReadAsync(product, 10)).Select(entry => entry.Id));
            Assert.Equal(OrderStatus.Confirmed, (await sandbox.Sales.FindOrderAsync(product, hold.OrderId))!.State.Status);
            await sandbox.StoreOutboxAsync(product);
            await sandbox.EmptyOutboxAsync(product);
            Assert.Equal(1, (await sandbox.AtRestAsync(product)).Stored.Units);

            // What the store has is all that there is.
            Assert.True(await sandbox.Sales.SuspendIfBehindAsync(product, paid.Mark with { Seq = paid.Mark.Seq + 1 }));
            await sandbox.StartHoldingAsync(product, stock: 5, holdSeconds: 60);
        }

        var epochs = await Task.WhenAll(Enumerable.Range(0, 2).Select(number => sandbox.StartSaleAsync($"of-family-{number}", stock: 1, family: "family")));
        CartPart[] parts = [.. epochs.Select((epoch, number) => new CartPart
        {
            ProductId = $"of-family-{number}", Family = "family", Epoch = epoch, Quantity = 1, OrderId = OrderIds.New(TimeProvider.System),
        })];
        Assert.Equal(OrderOutcome.Accepted, (await sandbox.Carts.TakeAsync(new(Guid.NewGuid(), "ada", MustHold: false, parts))).Outcome);
        Assert.Equal(10, (await sandbox.Sales.LookAsync([.. products, .. parts.Select(part => part.ProductId)])).Count(look => look.Sale!.IsBalanced));
    }

    protected override Task<RedisGroup> StartServersAsync() => Task.FromResult<RedisGroup>(Group);

    protected override Task EndAsync(RedisGroup servers) => servers.MendAsync();

    // Which part of the cluster has the list of products.
    private async Task UseListAsync(bool isElsewhere) =>
        Sandbox.Settings["FlashFlow:Redis:Prefix"] = await Group.FindNameAsync(prefix => $"{prefix}:products", isElsewhere);

    private async Task<string> OpenElsewhereAsync()
    {
        var elsewhere = await Group.FindNameAsync(tag => $"{{{tag}}}", isElsewhere: true);
        await OpenAsync(elsewhere);
        return elsewhere;
    }

    private async Task<HealthReportEntry> HealthAsync() =>
        (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["redis"];
}
