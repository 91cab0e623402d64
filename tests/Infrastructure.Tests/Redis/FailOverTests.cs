using System.Collections.Concurrent;
using FlashFlow.Clusters;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>A ledger with replicas, whose primary is lost. <c>FLASHFLOW_FAIL_OVERS</c> says how often each way of losing it is tried; once where it says nothing.</summary>
public abstract class FailOverTests : IAsyncLifetime
{
    protected const string Product = "phone";
    private const int Buyers = 8;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Guid, long> accepted = new();
    private volatile bool isSuspended;
    private volatile LedgerUnavailableException? lastRefusal;
    private long lastSeq;
    private int unanswered;
    private RedisGroup group = null!;
    private ServiceProvider? services;

    protected Sandbox Sandbox { get; private set; } = null!;

    protected IServiceProvider Services => services!;

    protected IStockLedger Ledger => Services.GetRequiredKeyedService<IStockLedger>(StockLedgers.InRedis);

    protected ISaleLedger Sales => Services.GetRequiredService<ISaleLedger>();

    /// <summary>How many who bought in <see cref="SellThroughAsync"/> were told that nobody knows.</summary>
    protected int Unanswered => unanswered;

    public async Task InitializeAsync()
    {
        Sandbox = await Sandbox.CreateAsync();
        group = await StartServersAsync();
        Sandbox.Settings["FlashFlow:Redis:Configuration"] = group.Configuration;
        Sandbox.Settings["FlashFlow:Redis:DeadlineMilliseconds"] = "2000";
    }

    public async Task DisposeAsync()
    {
        if (services is not null)
            await services.DisposeAsync();
        await EndAsync(group);
        await Sandbox.DisposeAsync();
    }

    [Fact]
    public async Task G7_without_a_replica_nobody_knows_what_became_of_the_last_and_nothing_more_is_sold()
    {
        await StartSaleAsync("replica");
        Assert.Equal(OrderOutcome.Accepted, await BuyAsync());
        await group.FreezeReplicasAsync();

        var unknown = await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);

        Assert.Equal((false, true), (unknown.NothingWasDone, refused.NothingWasDone));
        group.Thaw();
        await Eventually.HoldsAsync("a sale with replicas again", async () => await TryAsync(BuyAsync));
    }

    [Fact]
    public async Task G1_G7_a_primary_that_lacks_what_somebody_was_told_is_suspended()
    {
        await StartSaleAsync("disk");
        await group.FreezeReplicasAsync(cutOff: true);
        var told = (await Ledger.DecideAsync(Product, HighWaterMark.None, [Buy()])).Mark;

        await group.LosePrimaryAsync(meanwhile: group.Thaw);

        Assert.Equal(new(1, 1), told);
        Assert.Equal(0, (await FindAsync())!.Accepted);
        var reply = await Eventually.SeesAsync("an answer", () => TryDecideAsync(told), answer => answer is not null, Bound);
        Assert.Equal(OrderOutcome.Suspended, reply!.Results[0].Outcome);
        Assert.NotNull(await Sales.FindSuspensionAsync(Product));
    }

    /// <summary>Starts the servers.</summary>
    protected abstract Task<RedisGroup> StartServersAsync();

    /// <summary>What is done with them after a test.</summary>
    protected virtual Task EndAsync(RedisGroup servers) => servers.DisposeAsync().AsTask();

    /// <summary>
    /// Sells while this and that happens to the servers: no position is there twice, the sale goes on each time, and no accepted order is lost,
    /// unless it is suspended, as it may be with <c>disk</c>.
    /// </summary>
    protected async Task SellThroughAsync(string durability, params Func<Task>[] faults)
    {
        await StartSaleAsync(durability);
        using var ending = new CancellationTokenSource();
        // On one server's disk only who asks for one after the other knows of all before.
        var buying = Task.WhenAll(Enumerable.Range(0, durability == "disk" ? 1 : Buyers).Select(_ => BuyAsync(ending.Token)));
        await HasAcceptedAsync(200);

        foreach (var faultAsync in faults)
        {
            await faultAsync();
            await HasAcceptedAsync(accepted.Count + 200);
        }

        await ending.CancelAsync();
        await buying.Within("the buyers to end");
        Assert.Equal(accepted.Count, accepted.Values.Distinct().Count());
        if (isSuspended && durability == "disk")
            return;
        Assert.False(isSuspended);
        // Those who have bought may still look at the server that was the primary.
        await using var afterwards = Sandbox.BuildServices(_ => { });
        var sales = afterwards.GetRequiredService<ISaleLedger>();
        foreach (var (orderId, position) in accepted)
            Assert.True(await sales.FindOrderAsync(Product, orderId) is not null, $"The order at position {position} is lost.");
        Assert.True((await sales.FindAsync(Product))!.IsBalanced);
    }

    /// <summary>These faults, as often as they are to be tried.</summary>
    protected static Func<Task>[] Again(params Func<Task>[] faults) =>
        [.. Enumerable.Repeat(faults, int.TryParse(Environment.GetEnvironmentVariable("FLASHFLOW_FAIL_OVERS"), out var times) ? times : 1).SelectMany(all => all)];

    protected async Task StartSaleAsync(string durability)
    {
        Sandbox.Settings["FlashFlow:Redis:Durability"] = durability;
        services = Sandbox.BuildServices(services => services.AddHealthChecks().AddRedis(whenAway: HealthStatus.Unhealthy));
        await FindAsync();
        await OpenAsync(Product);
    }

    protected async Task OpenAsync(string productId) =>
        Assert.True(await Sales.OpenAsync(new() { ProductId = productId, Name = productId, Stock = 1_000_000 }, epoch: 1, replacing: 0, what: null));

    private async Task BuyAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested && !isSuspended)
        {
            var buy = Buy();
            try
            {
                var reply = await Ledger.DecideAsync(Product, new(1, Volatile.Read(ref lastSeq)), [buy]);
                isSuspended |= reply.Results[0].Outcome == OrderOutcome.Suspended;
                if (reply.Results[0].Outcome != OrderOutcome.Accepted)
                    continue;
                accepted[buy.OrderId] = reply.Results[0].Position;
                InterlockedMax(reply.Mark.Seq);
            }
            catch (LedgerUnavailableException refusal)
            {
                lastRefusal = refusal;
                if (!refusal.NothingWasDone)
                    Interlocked.Increment(ref unanswered);
                await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            }
        }
    }

    protected static OrderOperation Buy() => new(OrderIds.New(TimeProvider.System), "ada", 1);

    protected Task<OrderOutcome> BuyAsync() => BuyAsync(Product);

    protected async Task<OrderOutcome> BuyAsync(string productId) =>
        (await Ledger.DecideAsync(productId, HighWaterMark.None, [Buy()])).Results[0].Outcome;

    private async Task<LedgerReply?> TryDecideAsync(HighWaterMark known)
    {
        try
        {
            return await Ledger.DecideAsync(Product, known, [Buy()]);
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }

    private async Task HasAcceptedAsync(int orders) => await Eventually.SeesAsync(
        $"{orders} orders", () => Task.FromResult((accepted.Count, lastRefusal)), _ => isSuspended || accepted.Count >= orders, Bound);

    private void InterlockedMax(long seq)
    {
        for (var seen = Volatile.Read(ref lastSeq); seen < seq;)
            seen = Interlocked.CompareExchange(ref lastSeq, seq, seen) is var before && before == seen ? seq : before;
    }

    // Where another primary is looked for, this takes seconds.
    private async Task<Sale?> FindAsync()
    {
        await Eventually.HoldsAsync("the ledger to answer", () => TryAsync(() => Sales.FindAsync(Product)));
        return await Sales.FindAsync(Product);
    }

    protected static async Task<bool> TryAsync<T>(Func<Task<T>> call)
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
}
