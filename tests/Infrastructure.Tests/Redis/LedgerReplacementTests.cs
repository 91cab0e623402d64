using FlashFlow.Core.Draining;
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
        Assert.Equal(4, reply.Results[3].Position); // The restock was a transition, too.
        Assert.True(reply.IsSoldOut);
        Assert.Contains(Product, await Sandbox.Sales.ListProductsAsync());
        Assert.Equal([new(earlier, 1, 2)], await Sandbox.Sales.ListEndedAsync(Product));
        var sale = (await Sandbox.Sales.FindAsync(Product))!;
        Assert.Null(sale.Suspension);
        Assert.True(sale.IsBalanced);
        Assert.Equal((10, 5, 15, 2), (sale.Definition.Stock, sale.Added, sale.Accepted, sale.Definition.LimitPerShopper));
    }

    [Fact]
    public async Task G7_a_rebuilt_ledger_knows_what_is_held_paid_for_lapsed_and_cancelled()
    {
        await StartHoldingSaleAsync();
        var (ada, bob, eve, zoe) = (Buy(2, "ada"), Buy(1, "bob"), Buy(1, "eve"), Buy(2, "zoe"));
        await StoreAsync(await Sandbox.BuyAsync(Product, ada, bob, eve, zoe));
        await StoreAsync(await ChangeAsync((bob, new OrderChange.Release()), (eve, Paid("pay-e", 499)), (zoe, Paid("pay-z", 998))));
        var last = await ChangeAsync((zoe, new OrderChange.Cancel(1, "k", Share: 0)));
        await StoreAsync(last);
        var before = await FindOrdersAsync(bob, eve, zoe);
        await Sandbox.RestoreLedgerAsync(new Dictionary<StackExchange.Redis.RedisKey, byte[]>());
        await Sandbox.Sales.SuspendIfBehindAsync(Product, last.Mark);

        Assert.True(await Sandbox.Rebuild.CarryOutAsync(await PlanAsync()));

        var sale = (await Sandbox.Sales.FindAsync(Product))!;
        Assert.Equal((4, 8, 6, 0), (sale.Orders, sale.Seq, sale.Accepted, sale.Lost));
        Assert.Equal((2, 1, 1, 3, 6), (sale.Held, sale.Lapsed, sale.Returned, sale.Sold, sale.Remaining));
        Assert.True(sale.IsBalanced);
        Assert.Equal(before, await FindOrdersAsync(bob, eve, zoe));

        var reply = await ChangeAsync((eve, Paid("pay-e", 499)), (eve, Paid("pay-x", 499)), (bob, new OrderChange.Release()), (ada, Paid("pay-a", 998)));
        Assert.Equal(
            [OrderOutcome.Repeated, OrderOutcome.PaymentMismatch, OrderOutcome.Repeated, OrderOutcome.Changed],
            reply.Results.Select(result => result.Outcome));
        Assert.Equal(9, reply.Mark.Seq);

        // G5: what lapsed does not count, and a cancel gives nothing back.
        var more = await Sandbox.BuyAsync(Product, Buy(1, "ada"), Buy(1, "zoe"), Buy(2, "bob"), Buy(1, "eve"));
        Assert.Equal(
            [OrderOutcome.LimitReached, OrderOutcome.LimitReached, OrderOutcome.Accepted, OrderOutcome.Accepted], more.Results.Select(result => result.Outcome));
    }

    [Fact]
    public async Task G9_a_hold_whose_deadline_is_near_or_over_gets_a_minute_for_the_payment_on_its_way()
    {
        await StartHoldingSaleAsync();
        var ada = Buy(1, "ada");
        var held = await Sandbox.BuyAsync(Product, ada);
        await StoreAsync(held);
        await Sandbox.RestoreLedgerAsync(new Dictionary<StackExchange.Redis.RedisKey, byte[]>());
        await Sandbox.Sales.SuspendIfBehindAsync(Product, held.Mark);

        var plan = await PlanAsync();
        var order = Assert.Single(plan.Orders);
        var past = order with { State = order.State! with { ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(50) } };
        var far = order with { OrderId = Guid.NewGuid(), Position = 2, State = order.State! with { ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(100) } };
        Assert.True(await Sandbox.Rebuild.CarryOutAsync(plan with { Orders = [past, far] }));

        var look = (await Sandbox.Sales.LookAsync([Product]))[0];
        var state = (await Sandbox.Sales.FindOrderAsync(Product, ada.OrderId))!.State;
        Assert.Equal(OrderStatus.Held, state.Status);
        Assert.InRange(state.ExpiresAt!.Value, look.AsOf.AddSeconds(30), look.AsOf.AddSeconds(60));
        Assert.Equal(far.State!.ExpiresAt, (await Sandbox.Sales.FindOrderAsync(Product, far.OrderId))!.State.ExpiresAt);

        // They are among the deadlines, too: nothing is due now, and both will be.
        Assert.Equal(0, await Sandbox.Sales.CountDueAsync(Product));
        await Sandbox.SetClockAsync(Product, DateTimeOffset.UnixEpoch.AddYears(200));
        await ChangeAsync((ada, new OrderChange.Lapse()));
        Assert.Equal((0, 2), ((await Sandbox.Sales.FindAsync(Product))!.Held, (await Sandbox.Sales.FindAsync(Product))!.Lapsed));
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
        Assert.Equal((mark.Seq + 1, 1), (later.LastSeq, later.Lost));
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
        await Sandbox.PublishAsync(reply.Entry!);
        await Sandbox.RestoreLedgerAsync(new Dictionary<StackExchange.Redis.RedisKey, byte[]>());

        await Sandbox.Sales.SuspendIfBehindAsync(Product, reply.Mark); // A guard that lives knows.

        var plan = await PlanAsync();
        Assert.Equal(1, plan.Waiting);
        Assert.Equal(1, await Sandbox.Broker.CountReadyAsync());
    }

    private Task<long?> StartHoldingSaleAsync() => Sandbox.Office.StartAsync(
        new()
        {
            ProductId = Product, Name = Product, Stock = 10, LimitPerShopper = 2, Price = 4.99m, Currency = Currency.Find("EUR"),
            HoldSeconds = 30, HoldMaxSeconds = 300,
        },
        by: "test");

    private static OrderChange.Confirm Paid(string reference, long amount) => new(reference, amount, "EUR");

    private Task<LedgerReply> ChangeAsync(params (OrderOperation Order, OrderChange What)[] changes) => Sandbox.Ledger.DecideAsync(
        Product, HighWaterMark.None, [.. changes.Select(change => OrderOperation.ToChange(change.Order.OrderId, change.What))]);

    private async Task<List<OrderState>> FindOrdersAsync(params OrderOperation[] orders)
    {
        var states = new List<OrderState>();
        foreach (var order in orders)
            states.Add((await Sandbox.Sales.FindOrderAsync(Product, order.OrderId))!.State with { AsOf = default });
        return states;
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
        await Sandbox.Orders.StoreAsync(
            [.. OrderMessage.Batches(reply.Entry!.Body)], [.. OrderMessage.Transitions(reply.Entry.Body)], [], CancellationToken.None);
        await Sandbox.Outbox.RemoveAsync(Product, [reply.Entry.Id]);
    }
}
