using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Rebuilding;

namespace FlashFlow.Infrastructure.Tests.Postgres;

public sealed class TransitionsTests : SandboxTests
{
    private static readonly DateTimeOffset Accepted = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_400_123);
    private static readonly DateTimeOffset Deadline = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_460_123);
    private static readonly DateTimeOffset Later = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_500_000);

    private readonly OrderBatch hold = SampleBatch.Held(epoch: 1, first: 1, count: 1);

    private Guid OrderId => hold.OrderIds[0];

    [Fact]
    public async Task A_hold_is_stored_with_its_deadline_and_what_it_costs()
    {
        var batch = SampleBatch.Held(epoch: 1, first: 1, count: 2) with { Quantities = [1, 3] };
        await StoreAsync(batch);

        var orders = await ReadAsync();
        var held = new OrderState { Status = OrderStatus.Held, HeldAt = Accepted, ExpiresAt = Deadline, Amount = 499, Currency = "EUR" };
        Assert.Equal(
            [
                new(batch.OrderIds[0], 1, 1, "ada") { State = held },
                new(batch.OrderIds[1], 2, 3, "ada") { State = held with { Amount = 1_497 } },
            ],
            orders);
    }

    // G3: messages come again, and in any order: a relay that died, a sweep, a dead letter replayed.
    [Fact]
    public async Task An_order_ends_as_its_latest_transition_left_it_in_whatever_order_they_come()
    {
        TransitionBatch[] later =
        [
            Happened(2, To(TransitionKind.Extended) with { DeadlineMilliseconds = Later.ToUnixTimeMilliseconds() }),
            Happened(5, To(TransitionKind.Expired)),
            Happened(6, To(TransitionKind.Reinstated) with { PaymentRef = "pay-1" }),
            Happened(9, To(TransitionKind.Cancelled) with { Cancelled = 1, Units = 1 }),
        ];
        var expected = new SoldOrder(OrderId, 1, 1, "ada")
        {
            Seq = 9,
            State = new()
            {
                Status = OrderStatus.Cancelled, HeldAt = Accepted, ExpiresAt = Later, FirstExpiresAt = Deadline, Amount = 499, Currency = "EUR",
                PaymentRef = "pay-1", IsReinstated = true, Cancelled = 1,
            },
        };

        foreach (var order in Permutations([0, 1, 2, 3, 4]))
        {
            await AskAsync("DELETE FROM orders; DELETE FROM order_events");
            foreach (var part in order)
                await (part == 0 ? StoreAsync(hold) : StoreAsync(later[part - 1]));
            Assert.Equal(expected, Assert.Single(await ReadAsync()));
            Assert.Equal(Accepted, await AcceptedAtAsync());
        }
    }

    [Fact]
    public async Task G9_a_late_message_takes_nothing_from_a_newer_state()
    {
        await StoreAsync(hold);
        await StoreAsync(Happened(7, To(TransitionKind.Confirmed) with { PaymentRef = "pay-1" }));
        await StoreAsync(Happened(3, To(TransitionKind.Extended) with { DeadlineMilliseconds = Later.ToUnixTimeMilliseconds() }));

        var order = Assert.Single(await ReadAsync());
        Assert.Equal((7, OrderStatus.Confirmed, "pay-1"), (order.Seq, order.State!.Status, order.State.PaymentRef));
    }

    [Fact]
    public async Task An_order_and_what_happened_to_it_in_one_call_are_one_row()
    {
        await Sandbox.Orders.StoreAsync(
            [hold], [Happened(2, To(TransitionKind.Confirmed) with { PaymentRef = "pay-1" }, To(TransitionKind.Cancelled) with { Cancelled = 1 })], [], CancellationToken.None);
        var order = Assert.Single(await ReadAsync());
        Assert.Equal((3, OrderStatus.Cancelled, "pay-1"), (order.Seq, order.State!.Status, order.State.PaymentRef));
        Assert.Equal(2, (await TransitionsAsync()).Count);
    }

    [Fact]
    public async Task An_order_that_was_sold_at_once_has_a_state_once_something_happens_to_it()
    {
        var sold = hold with { Version = 1, HeldUntilMilliseconds = null, Currency = null, PriceInMinorUnits = 0, Quantities = [3] };
        await StoreAsync(sold);
        Assert.Null(Assert.Single(await ReadAsync()).State);

        await StoreAsync(Happened(2, To(TransitionKind.Cancelled) with { Quantity = 3, Cancelled = 2, Units = 2 }));
        Assert.Equal(new() { Status = OrderStatus.Confirmed, Cancelled = 2 }, Assert.Single(await ReadAsync()).State);
        await StoreAsync(sold);
        Assert.Equal(new() { Status = OrderStatus.Confirmed, Cancelled = 2 }, Assert.Single(await ReadAsync()).State);
    }

    [Fact]
    public async Task A_transition_stored_twice_is_stored_once()
    {
        var batch = Happened(2, new Transition { Kind = TransitionKind.Restocked, Units = 5 }, To(TransitionKind.Released));
        await StoreAsync(hold);
        await StoreAsync(batch);
        await StoreAsync(batch);
        await Sandbox.Orders.StoreAsync([hold], [batch, batch], [], CancellationToken.None);
        Assert.Equal(
            [new(2, TransitionKind.Restocked, OrderId: null), new(3, TransitionKind.Released, OrderId)],
            (await TransitionsAsync()).OrderBy(transition => transition.Seq));
        Assert.Equal("{\"units\": 5}", await AskAsync("SELECT details::text FROM order_events WHERE seq = 2"));
    }

    // A ledger that was rolled back and went on gives numbers twice.
    [Fact]
    public async Task G1_a_number_given_to_another_transition_is_rejected_with_all_of_its_transaction()
    {
        await StoreAsync(hold);
        await StoreAsync(Happened(2, To(TransitionKind.Confirmed)));
        var rejection = await Assert.ThrowsAsync<OrderRejectedException>(() => StoreAsync(Happened(2, To(TransitionKind.Released))));
        Assert.Equal("Transition 2 of sale 1 is stored already, and is another one.", rejection.Message);
        await Assert.ThrowsAsync<OrderRejectedException>(() => StoreAsync(Happened(2, new Transition { Kind = TransitionKind.Paused })));
        await Assert.ThrowsAsync<OrderRejectedException>(
            () => Sandbox.Orders.StoreAsync([], [Happened(5, To(TransitionKind.Released)), Happened(5, To(TransitionKind.Expired))], [], CancellationToken.None));
        Assert.Equal(OrderStatus.Confirmed, Assert.Single(await ReadAsync()).State!.Status);
        Assert.Single(await TransitionsAsync());
    }

    [Fact]
    public async Task G1_a_number_is_either_an_orders_position_or_a_later_transitions()
    {
        await StoreAsync(hold);
        await StoreAsync(Happened(2, To(TransitionKind.Confirmed)));
        await Assert.ThrowsAsync<OrderRejectedException>(() => StoreAsync(Happened(1, new Transition { Kind = TransitionKind.Paused })));
        await Assert.ThrowsAsync<OrderRejectedException>(() => StoreAsync(SampleBatch.Held(epoch: 1, first: 2, count: 1)));
        Assert.Single(await ReadAsync());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task What_no_order_can_be_is_rejected(long position, int quantity) => await Assert.ThrowsAsync<OrderRejectedException>(
        () => StoreAsync(Happened(2, To(TransitionKind.Released) with { Position = position, Quantity = quantity })));

    [Fact]
    public async Task A_change_of_an_order_that_names_none_is_rejected() => await Assert.ThrowsAsync<OrderRejectedException>(
        () => StoreAsync(Happened(2, new Transition { Kind = TransitionKind.Confirmed })));

    // G6: or the books would balance although the order, and with it its shopper, is lost.
    [Fact]
    public async Task An_order_of_which_only_later_transitions_came_does_not_count_as_stored()
    {
        var epoch = await Sandbox.StartSaleAsync("phone", stock: 5);
        var order = hold with { Epoch = epoch };
        await StoreAsync(Happened(2, To(TransitionKind.Confirmed) with { PaymentRef = "pay-1" }) with { Epoch = epoch });
        var found = await Sandbox.StoredOrders.FindAsync("phone", OrderId, CancellationToken.None);
        Assert.Equal(new StoredOrder(1, new() { Status = OrderStatus.Confirmed, PaymentRef = "pay-1" }), found);
        Assert.Equal(new("phone", epoch, default, default, default) { Transitions = new(1, 0, 0) }, Assert.Single(await CountAsync()));

        await StoreAsync(order);
        Assert.Equal(new("phone", epoch, new(1, 1), default, default) { Transitions = new(1, 0, 0) }, Assert.Single(await CountAsync()));
    }

    [Fact]
    public async Task The_mark_is_the_last_transition_stored_of_the_latest_sale_that_has_any()
    {
        var epoch = await Sandbox.StartSaleAsync("phone", stock: 5);
        await StoreAsync(hold with { Epoch = epoch });
        Assert.Equal(new(epoch, 1), await MarkAsync());
        await StoreAsync(Happened(7, To(TransitionKind.Confirmed)) with { Epoch = epoch });
        Assert.Equal(new(epoch, 7), await MarkAsync());
        await StoreAsync(SampleBatch.Held(epoch, first: 8, count: 2));
        Assert.Equal(new(epoch, 9), await MarkAsync());

        var next = await Sandbox.StartSaleAsync("phone", stock: 5);
        Assert.Equal(new(epoch, 9), await MarkAsync());
        await StoreAsync(Happened(1, new Transition { Kind = TransitionKind.Paused }) with { Epoch = next });
        Assert.Equal(new(next, 1), await MarkAsync());
    }

    [Fact]
    public async Task Two_stores_of_the_same_at_once_keep_each_once()
    {
        for (var round = 1; round <= 10; round++)
        {
            var orders = SampleBatch.Held(round, first: 1, count: 100);
            var confirmed = SampleBatch.Transitions(
                round, 101, [.. orders.OrderIds.Select((id, i) => SampleBatch.To(id, i + 1, TransitionKind.Confirmed))]);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(i => StoreUntilTakenAsync([orders], i == 1 ? [] : [confirmed])));
            await StoreUntilTakenAsync([], [confirmed]);
        }

        Assert.Equal(1_000L, await AskAsync("SELECT count(*) FROM orders WHERE state ->> 'status' = 'confirmed' AND shopper_id = 'ada'"));
        Assert.Equal(1_000L, await AskAsync("SELECT count(*) FROM order_events"));
    }

    private static TransitionBatch Happened(long first, params Transition[] events) => SampleBatch.Transitions(epoch: 1, first, events);

    private Transition To(TransitionKind kind) => SampleBatch.To(OrderId, 1, kind);

    private Task StoreAsync(OrderBatch batch) => Sandbox.Orders.StoreAsync([batch], [], [], CancellationToken.None);

    private Task StoreAsync(TransitionBatch batch) => Sandbox.Orders.StoreAsync([], [batch], [], CancellationToken.None);

    // As a drain does: two that lock the same rows in another order are told to try again.
    private async Task StoreUntilTakenAsync(OrderBatch[] orders, TransitionBatch[] transitions)
    {
        while (true)
        {
            try
            {
                await Sandbox.Orders.StoreAsync(orders, transitions, [], CancellationToken.None);
                return;
            }
            catch (StoreUnavailableException failure) when (failure.Message.Contains("deadlock", StringComparison.Ordinal))
            {
            }
        }
    }

    private async Task<SoldOrder[]> ReadAsync() =>
        [.. (await Sandbox.StoredOrders.ReadAsync(epoch: 1, CancellationToken.None)).OrderBy(order => order.Position)];

    private Task<IReadOnlyList<StoredTransition>> TransitionsAsync() => Sandbox.StoredOrders.ReadTransitionsAsync(epoch: 1, CancellationToken.None);

    private Task<IReadOnlyList<SettledSale>> CountAsync() => Sandbox.StoredOrders.CountAsync(["phone"], CancellationToken.None);

    private async Task<HighWaterMark> MarkAsync()
    {
        var mark = await Sandbox.SaleStore.FindMarkAsync("phone", CancellationToken.None);
        Assert.Equal(mark, (await Sandbox.SaleStore.ListMarksAsync(["phone"], CancellationToken.None))["phone"]);
        return mark;
    }

    private async Task<DateTimeOffset> AcceptedAtAsync() => new((DateTime)(await AskAsync("SELECT accepted_at FROM orders"))!);

    private async Task<object?> AskAsync(string question)
    {
        await using var command = Sandbox.Database.CreateCommand(question);
        return await command.ExecuteScalarAsync();
    }

    private static IEnumerable<int[]> Permutations(int[] parts) => parts.Length <= 1
        ? [parts]
        : parts.SelectMany((part, i) => Permutations([.. parts[..i], .. parts[(i + 1)..]]).Select(rest => (int[])[part, .. rest]));
}
