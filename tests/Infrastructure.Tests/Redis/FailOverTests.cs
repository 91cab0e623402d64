using System.Collections.Concurrent;
using FlashFlow.Clusters;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>A ledger with replicas, whose primary is lost.</summary>
public abstract class FailOverTests : IAsyncLifetime
{
    protected const string Product = "phone";
    private const int Buyers = 8;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Guid, long> accepted = new();
    private Sandbox sandbox = null!;
    private RedisGroup group = null!;
    private ServiceProvider? services;

    protected IServiceProvider Services => services!;

    protected IStockLedger Ledger => Services.GetRequiredKeyedService<IStockLedger>(StockLedgers.InRedis);

    protected ISaleLedger Sales => Services.GetRequiredService<ISaleLedger>();

    public async Task InitializeAsync()
    {
        sandbox = await Sandbox.CreateAsync();
        group = await StartServersAsync();
        sandbox.Settings["FlashFlow:Redis:Configuration"] = group.Configuration;
        sandbox.Settings["FlashFlow:Redis:DeadlineMilliseconds"] = "2000";
    }

    public async Task DisposeAsync()
    {
        if (services is not null)
            await services.DisposeAsync();
        await group.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task G7_without_a_replica_nobody_knows_what_became_of_the_last_and_nothing_more_is_sold()
    {
        await StartSaleAsync("replica");
        Assert.Equal(OrderOutcome.Accepted, await BuyAsync());
        await group.KillReplicasAsync();

        var unknown = await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);

        Assert.Equal((false, true), (unknown.NothingWasDone, refused.NothingWasDone));
        await group.StartReplicasAsync();
        await Eventually.HoldsAsync("a sale with replicas again", async () => await TryAsync(BuyAsync));
    }

    [Fact]
    public async Task G1_G7_a_primary_that_lacks_what_somebody_was_told_is_suspended()
    {
        await StartSaleAsync("disk");
        await group.FreezeReplicasAsync();
        var told = (await Ledger.DecideAsync(Product, HighWaterMark.None, [Buy()])).Mark;

        await group.LosePrimaryAsync(meanwhile: group.ThawReplicas);

        Assert.Equal(new(1, 1), told);
        Assert.Equal(0, (await FindAsync())!.Accepted);
        var reply = await Eventually.SeesAsync("an answer", () => TryDecideAsync(told), answer => answer is not null, Bound);
        Assert.Equal(OrderOutcome.Suspended, reply!.Results[0].Outcome);
        Assert.NotNull(await Sales.FindSuspensionAsync(Product));
    }

    /// <summary>Starts the servers.</summary>
    protected abstract Task<RedisGroup> StartServersAsync();

    /// <summary>Sells while this and that happens to the servers: no accepted order is lost, no position is there twice, and the sale goes on each time.</summary>
    protected async Task SellThroughAsync(params Func<Task>[] faults)
    {
        await StartSaleAsync("replica");
        using var ending = new CancellationTokenSource();
        var buying = Task.WhenAll(Enumerable.Range(0, Buyers).Select(_ => BuyAsync(ending.Token)));
        await HasAcceptedAsync(200);

        foreach (var faultAsync in faults)
        {
            await faultAsync();
            await HasAcceptedAsync(accepted.Count + 200);
        }

        await ending.CancelAsync();
        await buying.Within("the buyers to end");
        // Those who have bought may still look at the server that was the primary.
        await using var afterwards = sandbox.BuildServices(_ => { });
        var sales = afterwards.GetRequiredService<ISaleLedger>();
        foreach (var (orderId, position) in accepted)
            Assert.True(await sales.FindOrderAsync(Product, orderId) is not null, $"The order at position {position} is lost.");
        Assert.Equal(accepted.Count, accepted.Values.Distinct().Count());
        Assert.True((await sales.FindAsync(Product))!.IsBalanced);
    }

    protected async Task StartSaleAsync(string durability)
    {
        sandbox.Settings["FlashFlow:Redis:Durability"] = durability;
        services = sandbox.BuildServices(_ => { });
        await FindAsync();
        Assert.True(await Sales.OpenAsync(new() { ProductId = Product, Name = "Phone", Stock = 1_000_000 }, epoch: 1, replacing: 0, what: null));
    }

    private async Task BuyAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            var buy = Buy();
            try
            {
                var reply = await Ledger.DecideAsync(Product, HighWaterMark.None, [buy]);
                if (reply.Results[0].Outcome == OrderOutcome.Accepted)
                    accepted[buy.OrderId] = reply.Results[0].Position;
            }
            catch (LedgerUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            }
        }
    }

    protected static OrderOperation Buy() => new(OrderIds.New(TimeProvider.System), "ada", 1);

    protected async Task<OrderOutcome> BuyAsync() => (await Ledger.DecideAsync(Product, HighWaterMark.None, [Buy()])).Results[0].Outcome;

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

    private Task HasAcceptedAsync(int orders) => Eventually.HoldsAsync($"{orders} orders", () => Task.FromResult(accepted.Count >= orders), Bound);

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
