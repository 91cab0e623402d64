using FlashFlow.Core.Rebuilding;

namespace FlashFlow.Infrastructure.Tests.Redis;

public sealed class LedgerReplacementTests : SandboxTests
{
    private const string Product = "phone";

    [Theory]
    [InlineData(true)] // back at an older copy
    [InlineData(false)] // emptied
    public async Task G7_a_rebuilt_ledger_knows_every_order_every_limit_and_what_is_left(bool isRolledBack)
    {
        var earlier = await Sandbox.StartSaleAsync(Product, stock: 3);
        await StoreAsync(await Sandbox.BuyAsync(Product, Buy(2)));
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10, limitPerShopper: 2);
        var copy = await Sandbox.CopyLedgerAsync();
        await Sandbox.Office.RestockAsync(Product, epoch, 5, key: null, by: "test");
        var (ada, bob) = (Buy(2, "ada"), Buy(3));
        var before = await Sandbox.BuyAsync(Product, ada, bob);
        await StoreAsync(before);
        await Sandbox.RestoreLedgerAsync(isRolledBack ? copy : new Dictionary<StackExchange.Redis.RedisKey, byte[]>());
        await Sandbox.Sales.SuspendIfBehindAsync(Product, before.Mark);

        var plan = await PlanAsync();
        Assert.True(await Sandbox.Rebuild.CarryOutAsync(plan));

        var reply = await Sandbox.BuyAsync(Product, ada, bob, Buy(1, "ada"), Buy(10));
        Assert.Equal(
            [before.Results[0] with { Outcome = OrderOutcome.Replayed }, before.Results[1] with { Outcome = OrderOutcome.Replayed }], reply.Results.Take(2));
        Assert.Equal([OrderOutcome.LimitReached, OrderOutcome.Accepted], reply.Results.Skip(2).Select(result => result.Outcome));
        Assert.Equal(3, reply.Results[3].Position);
        Assert.True(reply.IsSoldOut);
        Assert.Contains(Product, await Sandbox.Sales.ListProductsAsync());
        Assert.Equal([new(earlier, 1, 2)], await Sandbox.Sales.ListEndedAsync(Product));
        var sale = (await Sandbox.Sales.FindAsync(Product))!;
        Assert.Null(sale.Suspension);
        Assert.True(sale.IsBalanced);
        Assert.Equal((10, 5, 15, 2), (sale.Definition.Stock, sale.Added, sale.Accepted, sale.Definition.LimitPerShopper));
    }

    [Fact]
    public async Task A_paused_sale_is_paused_again()
    {
        var mark = await LoseAsync(SaleState.Paused);
        Assert.True(await Sandbox.Rebuild.CarryOutAsync(await PlanAsync()));
        Assert.Equal([OrderOutcome.Paused], (await Sandbox.Ledger.DecideAsync(Product, mark, [Buy()])).Results.Select(result => result.Outcome));
    }

    [Fact]
    public async Task A_plan_is_not_carried_out_when_more_has_become_known()
    {
        var mark = await LoseAsync(SaleState.Open);
        var plan = await PlanAsync();
        await Sandbox.Sales.SuspendIfBehindAsync(Product, mark with { Seq = mark.Seq + 1 });
        Assert.False(await Sandbox.Rebuild.CarryOutAsync(plan));
        Assert.NotNull(await Sandbox.Sales.FindSuspensionAsync(Product));

        var later = await PlanAsync();
        Assert.Equal((mark.Seq + 1, 1), (later.LastPosition, later.Lost));
        Assert.True(await Sandbox.Rebuild.CarryOutAsync(later));
        Assert.Equal(1, (await Sandbox.Sales.FindAsync(Product))!.Lost);
    }

    [Fact]
    public async Task A_plan_is_carried_out_once()
    {
        await LoseAsync(SaleState.Open);
        var plan = await PlanAsync();
        Assert.True(await Sandbox.Rebuild.CarryOutAsync(plan));
        Assert.False(await Sandbox.Rebuild.CarryOutAsync(plan));
        Assert.Null(await Sandbox.Rebuild.PlanAsync(Product, CancellationToken.None));
    }

    [Fact]
    public async Task Messages_that_still_wait_in_the_broker_are_counted_and_stay_there()
    {
        await Sandbox.StartSaleAsync(Product, stock: 5);
        var reply = await Sandbox.BuyAsync(Product, Buy(), Buy());
        await Sandbox.Publisher.PublishAsync([reply.Entry!]);
        await Sandbox.RestoreLedgerAsync(new Dictionary<StackExchange.Redis.RedisKey, byte[]>());

        await Sandbox.Sales.SuspendIfBehindAsync(Product, reply.Mark); // A guard that lives knows.

        var plan = await PlanAsync();
        Assert.Equal(1, plan.Waiting);
        Assert.Equal(1, await Sandbox.Broker.CountReadyAsync());
    }

    private async Task<HighWaterMark> LoseAsync(SaleState state)
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 5);
        var reply = await Sandbox.BuyAsync(Product, Buy());
        await StoreAsync(reply);
        if (state != SaleState.Open)
            await Sandbox.Office.SetStateAsync(Product, epoch, state, by: "test");
        await Sandbox.RestoreLedgerAsync(new Dictionary<StackExchange.Redis.RedisKey, byte[]>());
        return reply.Mark;
    }

    private async Task<RebuildPlan> PlanAsync() =>
        await Sandbox.Rebuild.PlanAsync(Product, CancellationToken.None) ?? throw new InvalidOperationException("The ledger was found sound.");

    private async Task StoreAsync(LedgerReply reply)
    {
        await Sandbox.Orders.StoreAsync([Core.Draining.OrderBatch.Parse(reply.Entry!.Body.Span)], [], CancellationToken.None);
        await Sandbox.Outbox.RemoveAsync(Product, [reply.Entry.Id]);
    }
}
