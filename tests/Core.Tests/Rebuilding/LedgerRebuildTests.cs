using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Rebuilding;

public sealed class LedgerRebuildTests
{
    private readonly Journal journal = new();
    private readonly StandInSaleLedger sales;
    private readonly StandInSaleStore store;
    private readonly StandInOutbox outbox;
    private readonly StandInBroker broker;
    private readonly StandInStoredOrders stored;
    private readonly LedgerRebuild rebuild;

    public LedgerRebuildTests()
    {
        sales = new(journal);
        store = new(journal);
        outbox = new(journal);
        broker = new(journal);
        stored = new(journal);
        rebuild = new(sales, store, outbox, broker, stored, new NoReplacement());
        store.Sales[Epoch] = new(Sale().Definition, Added: 20, SaleState.Open);
    }

    [Fact]
    public async Task An_order_is_found_wherever_it_is_and_counts_once_where_it_came_furthest()
    {
        Suspend(new(Epoch, 6));
        outbox.Add(new OutboxEntry(Product, "1", Batch(1, count: 2).ToJson()));
        stored.DeadOrders.AddRange([new(Epoch, Sold(2), IsDiscarded: false), new(Epoch, Sold(3), IsDiscarded: false), new(Epoch, Sold(4), IsDiscarded: false)]);
        stored.DeadOrders.AddRange([new(Epoch, Sold(4), IsDiscarded: true), new(Epoch, Sold(5), IsDiscarded: true)]);
        Store(Epoch, Sold(3), Sold(6, quantity: 2));

        var plan = await PlanAsync(expectedKnown: new(Epoch, 6));

        Assert.Equal([1, 2, 3, 4, 5, 6], plan.Orders.Select(order => order.Position).Order());
        Assert.Equal(new(1, 1), plan.Places[Place.Outbox]);
        Assert.Equal(new(1, 1), plan.Places[Place.DeadLetters]);
        Assert.Equal(new(2, 2), plan.Places[Place.Discarded]);
        Assert.Equal(new(2, 3), plan.Places[Place.Store]);
        Assert.Equal((7, 113, 0), (plan.Accepted, plan.Remaining, plan.Lost));
        Assert.Empty(plan.FindMissing());
    }

    [Fact]
    public async Task Discarded_orders_were_sold_too()
    {
        Suspend(new(Epoch, 2));
        Store(Epoch, Sold(1));
        stored.DeadOrders.Add(new(Epoch, Sold(2, quantity: 3), IsDiscarded: true));
        var plan = await PlanAsync(expectedKnown: new(Epoch, 2));
        Assert.Equal((4, 0), (plan.Accepted, plan.Lost));
        Assert.Equal(new(1, 3), plan.Places[Place.Discarded]);
    }

    [Fact]
    public async Task Orders_are_looked_for_in_the_order_in_which_they_move_on()
    {
        Suspend(new(Epoch, 1));
        Store(Epoch, Sold(1));
        await PlanAsync(expectedKnown: new(Epoch, 1));
        Assert.Equal(["read phone", "count in the broker", "dead phone", "settled phone", "orders 7"], journal.Lines.Take(5));
    }

    [Fact]
    public async Task What_waits_in_the_broker_is_counted_and_not_looked_into()
    {
        Suspend(new(Epoch, 1));
        Store(Epoch, Sold(1));
        broker.Ready = 3;
        Assert.Equal(3, (await PlanAsync(expectedKnown: new(Epoch, 1))).Waiting);
    }

    [Fact]
    public async Task Positions_that_are_known_to_be_given_and_found_nowhere_are_missing()
    {
        Suspend(new(Epoch, 9));
        Store(Epoch, Sold(2), Sold(3), Sold(6));
        var plan = await PlanAsync(expectedKnown: new(Epoch, 6));
        Assert.Equal([(1, 1), (4, 5), (7, 9)], plan.FindMissing());
        Assert.Equal((9, 6), (plan.LastPosition, plan.Lost));
    }

    [Fact]
    public async Task Two_orders_at_one_position_both_count_as_sold()
    {
        Suspend(new(Epoch, 1));
        Store(Epoch, Sold(1));
        stored.DeadOrders.Add(new(Epoch, Sold(1) with { OrderId = Id(99) }, IsDiscarded: false));
        var plan = await PlanAsync(expectedKnown: new(Epoch, 1));
        Assert.Equal((2, -1), (plan.Accepted, plan.Lost));
        Assert.Empty(plan.FindMissing());
    }

    [Fact]
    public async Task The_larger_of_what_ledger_and_store_know_of_added_units_counts()
    {
        Suspend(new(Epoch, 1));
        sales.Sales[Product] = Sale() with { Added = 50, Orders = 4 };
        Store(Epoch, Sold(1));
        var plan = await PlanAsync(expectedKnown: new(Epoch, 1));
        Assert.Equal((50, 4), (plan.Sale.Added, plan.LastPosition));
    }

    [Fact]
    public async Task A_sale_that_only_guards_knew_of_is_the_one_that_is_rebuilt()
    {
        Suspend(new(Epoch, 0));
        Store(Epoch - 1, Sold(1), Sold(2, quantity: 3));
        var plan = await PlanAsync(expectedKnown: new(Epoch - 1, 2));
        Assert.Equal((Epoch, 0), (plan.Epoch, plan.LastPosition));
        Assert.Equal([new(Epoch - 1, 2, 4)], plan.Ended);
    }

    [Fact]
    public async Task An_earlier_sale_that_the_ledger_still_knows_is_left_alone()
    {
        Suspend(new(Epoch, 1));
        sales.Ended[Product] = [new(Epoch - 2, 5, 5)];
        Store(Epoch - 2, Sold(1));
        Store(Epoch - 1, Sold(2));
        Store(Epoch, Sold(1));
        stored.DeadOrders.AddRange([new(Epoch - 1, Sold(2), IsDiscarded: false), new(Epoch - 1, Sold(3), IsDiscarded: true)]);
        var plan = await PlanAsync(expectedKnown: new(Epoch, 1));
        Assert.Equal([new(Epoch - 1, 2, 2)], plan.Ended);
    }

    [Fact]
    public async Task A_sound_ledger_is_not_rebuilt()
    {
        Store(Epoch, Sold(1));
        Assert.Null(await TryPlanAsync(expectedKnown: new(Epoch, 1)));
    }

    [Fact]
    public async Task A_sale_that_the_store_does_not_know_cannot_be_rebuilt()
    {
        Suspend(new(Epoch + 1, 1));
        var refusal = await Assert.ThrowsAsync<RebuildImpossibleException>(() => TryPlanAsync(expectedKnown: HighWaterMark.None));
        Assert.Equal("PostgreSQL does not know sale 8 of 'phone', so nobody can say what was on sale.", refusal.Message);
    }

    private static SoldOrder Sold(int position, int quantity = 1) => new(Id(position), position, quantity, $"shopper-{position}");

    private void Suspend(HighWaterMark known) => sales.Suspensions[Product] = new(known, HighWaterMark.None, default);

    private void Store(long epoch, params SoldOrder[] orders)
    {
        stored.Orders[epoch] = orders;
        stored.Tallies[(Product, epoch)] = new(orders.Length, orders.Sum(order => order.Quantity));
    }

    private async Task<RebuildPlan> PlanAsync(HighWaterMark expectedKnown) =>
        await TryPlanAsync(expectedKnown) ?? throw new InvalidOperationException("The ledger was found sound.");

    private async Task<RebuildPlan?> TryPlanAsync(HighWaterMark expectedKnown)
    {
        var plan = await rebuild.PlanAsync(Product, CancellationToken.None).Within("the plan");
        Assert.Contains($"compare {Product} with {expectedKnown.Epoch}:{expectedKnown.Seq}", journal.Lines);
        return plan;
    }

    private sealed class NoReplacement : ILedgerReplacement
    {
        public Task<bool> ReplaceAsync(RebuildPlan plan) => throw new NotSupportedException();
    }
}
