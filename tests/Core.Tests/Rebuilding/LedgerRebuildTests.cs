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
    private readonly StandInReplacement replacement;

    public LedgerRebuildTests()
    {
        sales = new(journal);
        store = new(journal);
        outbox = new(journal);
        broker = new(journal);
        stored = new(journal);
        replacement = new(journal);
        rebuild = new(sales, store, outbox, broker, stored, replacement);
        store.Sales[Epoch] = new(Sale().Definition, Added: 20, SaleState.Open);
    }

    [Fact]
    public async Task An_order_is_found_wherever_it_is_and_counts_once_where_it_came_furthest()
    {
        Suspend(new(Epoch, 6));
        outbox.Add(new OutboxEntry(Product, "1", Batch(1, count: 2).ToJson()));
        Die(Batch(2, count: 3).ToJson());
        Discard(Batch(4, count: 2).ToJson());
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
        Discard((Batch(2) with { Quantities = [3] }).ToJson());
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
        Assert.Equal(["read phone", "count in the broker", "dead phone", "settled phone", "orders 7", "transitions 7"], journal.Lines.Take(6));
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
    public async Task Transitions_that_are_known_to_have_happened_and_are_found_nowhere_are_missing()
    {
        Suspend(new(Epoch, 9));
        Store(Epoch, Sold(2), Sold(3), Sold(6));
        var plan = await PlanAsync(expectedKnown: new(Epoch, 6));
        Assert.Equal([(1, 1), (4, 5), (7, 9)], plan.FindMissing());
        Assert.Equal((9, 6), (plan.LastSeq, plan.Lost));
    }

    [Fact]
    public async Task Two_orders_at_one_position_both_count_as_sold()
    {
        Suspend(new(Epoch, 1));
        Store(Epoch, Sold(1));
        Die((Batch(1) with { OrderIds = [Id(99)] }).ToJson());
        var plan = await PlanAsync(expectedKnown: new(Epoch, 1));
        Assert.Equal((2, -1), (plan.Accepted, plan.Lost));
        Assert.Empty(plan.FindMissing());
    }

    [Fact]
    public async Task The_larger_of_what_ledger_and_store_know_of_added_units_counts()
    {
        Suspend(new(Epoch, 1));
        sales.Sales[Product] = Sale() with { Added = 50, Orders = 4, Seq = 4 };
        Store(Epoch, Sold(1));
        var plan = await PlanAsync(expectedKnown: new(Epoch, 1));
        Assert.Equal((50, 4), (plan.Sale.Added, plan.LastSeq));
    }

    [Fact]
    public async Task A_sale_that_only_guards_knew_of_is_the_one_that_is_rebuilt()
    {
        Suspend(new(Epoch, 0));
        Store(Epoch - 1, Sold(1), Sold(2, quantity: 3));
        var plan = await PlanAsync(expectedKnown: new(Epoch - 1, 2));
        Assert.Equal((Epoch, 0), (plan.Epoch, plan.LastSeq));
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
        Die((Batch(2) with { Epoch = Epoch - 1 }).ToJson());
        Discard((Batch(3) with { Epoch = Epoch - 1 }).ToJson());
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

    [Fact]
    public async Task A_hold_is_found_with_its_deadline_and_its_units_are_not_for_sale()
    {
        Suspend(new(Epoch, 2));
        outbox.Add(new OutboxEntry(Product, "1", Held(1, count: 2).ToJson()));
        var plan = await PlanAsync(expectedKnown: new(Epoch, 2));
        var order = plan.Orders.Single(order => order.Position == 2);
        Assert.Equal(
            new()
            {
                Status = OrderStatus.Held,
                HeldAt = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_400_123),
                ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_460_123),
                Amount = 499,
                Currency = "EUR",
            },
            order.State);
        Assert.Equal((2, 2, 0, 0, 118), (plan.Accepted, plan.Held, plan.Sold, plan.Lapsed, plan.Remaining));
    }

    // What happened to an order may be anywhere else than the order.
    [Fact]
    public async Task An_order_stands_as_the_latest_of_its_transitions_left_it_wherever_that_is()
    {
        Suspend(new(Epoch, 9));
        var confirmed = To(1, TransitionKind.Confirmed) with { PaymentRef = "pay-1" };
        outbox.Add(new OutboxEntry(Product, "1", Happened(6, confirmed, To(2, TransitionKind.Expired)).ToJson()));
        Die(Happened(8, To(3, TransitionKind.Released)).ToJson());
        stored.Transitions[Epoch] = [new(4, TransitionKind.Extended, Id(1)), new(5, TransitionKind.Paused, OrderId: null)];
        Store(
            Epoch,
            SoldOrder.In(Held(1), 0) with { Seq = 4, State = SoldOrder.In(Held(1), 0).State! with { ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_490_000) } },
            SoldOrder.In(Held(2), 0),
            SoldOrder.In(Held(3), 0));
        Discard(Happened(9, To(1, TransitionKind.Cancelled) with { Cancelled = 1, Units = 0 }).ToJson());

        var plan = await PlanAsync(expectedKnown: new(Epoch, 9));

        Assert.Empty(plan.FindMissing());
        Assert.Equal(
            [(1, 9, OrderStatus.Cancelled), (2, 7, OrderStatus.Expired), (3, 8, OrderStatus.Released)],
            plan.Orders.OrderBy(order => order.Position).Select(order => (order.Position, order.Seq, order.State!.Status)));
        var cancelled = plan.Orders.Single(order => order.Position == 1);
        Assert.Equal(("pay-1", 499, "shopper-1", 1_795_334_490_000), (
            cancelled.State!.PaymentRef, cancelled.State.Amount, cancelled.ShopperId, cancelled.State.ExpiresAt?.ToUnixTimeMilliseconds()));

        // 100 and 20 came in, 1 was sold and came back.
        Assert.Equal((3, 0, 2, 1, 1, 120, 0), (plan.Accepted, plan.Held, plan.Lapsed, plan.Sold, plan.Returned, plan.Remaining, plan.Lost));
    }

    [Fact]
    public async Task An_order_of_which_only_later_transitions_are_found_is_there_and_its_first_is_missing()
    {
        Suspend(new(Epoch, 2));
        stored.Transitions[Epoch] = [new(2, TransitionKind.Confirmed, Id(1))];
        Store(Epoch, SoldOrder.By(Happened(2, To(1, TransitionKind.Confirmed) with { PaymentRef = "pay-1" }), 0)!.Value);
        var plan = await PlanAsync(expectedKnown: new(Epoch, 2));
        Assert.Equal([(1, 1)], plan.FindMissing());
        Assert.Equal((1, 1, 1), (plan.Accepted, plan.Sold, plan.Lost));
    }

    [Fact]
    public async Task A_transition_that_is_found_twice_counts_once()
    {
        Suspend(new(Epoch, 2));
        var released = Happened(2, To(1, TransitionKind.Released));
        outbox.Add(new OutboxEntry(Product, "1", released.ToJson()), new OutboxEntry(Product, "2", released.ToJson()));
        Die(released.ToJson());
        stored.Transitions[Epoch] = [new(2, TransitionKind.Released, Id(1))];
        Store(Epoch, SoldOrder.In(Held(1), 0));
        var plan = await PlanAsync(expectedKnown: new(Epoch, 2));
        Assert.Equal((0, 2), (plan.Lost, plan.LastSeq));
    }

    // G10: a process that dies in between leaves nothing that nobody tells the readers of the feed.
    [Fact]
    public async Task G10_what_is_given_up_is_noted_before_the_ledger_is_replaced()
    {
        Suspend(new(Epoch, 6));
        Store(Epoch, Sold(1), Sold(4));
        var plan = await PlanAsync(expectedKnown: new(Epoch, 4));

        store.IsAway = true;
        await Assert.ThrowsAsync<SaleStoreUnavailableException>(() => rebuild.CarryOutAsync(plan));
        Assert.DoesNotContain("replace", journal.Lines);

        store.IsAway = false;
        Assert.True(await rebuild.CarryOutAsync(plan));
        var (epoch, missing, lastSeq) = Assert.Single(store.Losses);
        Assert.Equal((Epoch, 6), (epoch, lastSeq));
        Assert.Equal([(2, 3), (5, 6)], missing);
    }

    [Fact]
    public async Task G10_where_nothing_is_missing_nothing_is_noted()
    {
        Suspend(new(Epoch, 2));
        Store(Epoch, Sold(1), Sold(2));
        Assert.True(await rebuild.CarryOutAsync(await PlanAsync(expectedKnown: new(Epoch, 2))));
        Assert.Empty(store.Losses);
    }

    private void Die(byte[] body) => stored.DeadMessages.Add(new(body, IsDiscarded: false));

    private void Discard(byte[] body) => stored.DeadMessages.Add(new(body, IsDiscarded: true));

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

    private sealed class StandInReplacement(Journal journal) : ILedgerReplacement
    {
        public Task<bool> ReplaceAsync(RebuildPlan plan)
        {
            journal.Write("replace");
            return Task.FromResult(true);
        }
    }
}
