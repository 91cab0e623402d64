using System.Globalization;
using FlashFlow.Core.Draining;

namespace FlashFlow.Infrastructure.Tests.Redis;

public sealed class StockLedgerTests : SandboxTests
{
    private const string Product = "phone";

    [Fact]
    public async Task Accepts_while_stock_lasts_and_then_is_sold_out()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 2);

        var reply = await Sandbox.BuyAsync(Product, Buy(), Buy(), Buy());

        Assert.Equal([new(OrderOutcome.Accepted, epoch, 1), new(OrderOutcome.Accepted, epoch, 2), new(OrderOutcome.SoldOut, epoch)], reply.Results);
        Assert.True(reply.IsSoldOut);
        Assert.Equal(new HighWaterMark(epoch, 2), reply.Mark);
    }

    [Fact]
    public async Task A_buy_of_more_than_remains_is_sold_out_and_a_smaller_one_after_it_is_not()
    {
        await Sandbox.StartSaleAsync(Product, stock: 3);

        var reply = await Sandbox.BuyAsync(Product, Buy(2), Buy(2), Buy(1));

        Assert.Equal([OrderOutcome.Accepted, OrderOutcome.SoldOut, OrderOutcome.Accepted], Outcomes(reply));
        Assert.True(reply.IsSoldOut);
    }

    [Fact]
    public async Task An_order_asked_again_is_replayed_with_its_first_position_also_when_sold_out()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 1);
        var buy = Buy();
        await Sandbox.BuyAsync(Product, buy);

        var reply = await Sandbox.BuyAsync(Product, Buy(), buy);

        Assert.Equal([new(OrderOutcome.SoldOut, epoch), new(OrderOutcome.Replayed, epoch, 1)], reply.Results);
        Assert.Null(reply.Entry);
    }

    [Fact]
    public async Task An_order_twice_in_one_batch_is_accepted_once()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 5);
        var buy = Buy(quantity: 2);

        var reply = await Sandbox.BuyAsync(Product, buy, buy, Buy());

        Assert.Equal([new(OrderOutcome.Accepted, epoch, 1), new(OrderOutcome.Replayed, epoch, 1), new(OrderOutcome.Accepted, epoch, 2)], reply.Results);
        Assert.Equal(2, (await FindAsync()).Remaining);
    }

    [Fact]
    public async Task An_order_asked_again_with_another_quantity_is_refused()
    {
        await Sandbox.StartSaleAsync(Product, stock: 5);
        var buy = Buy(quantity: 1);
        await Sandbox.BuyAsync(Product, buy);

        var reply = await Sandbox.BuyAsync(Product, buy with { Quantity = 2 });

        Assert.Equal([OrderOutcome.KeyReused], Outcomes(reply));
        Assert.Equal(4, (await FindAsync()).Remaining);
    }

    [Fact]
    public async Task The_limit_counts_units_per_shopper_over_batches_and_within_one()
    {
        await Sandbox.StartSaleAsync(Product, stock: 100, limitPerShopper: 3);

        var first = await Sandbox.BuyAsync(Product, Buy(2, "ada"), Buy(2, "ada"), Buy(1, "ada"), Buy(3, "bob"), Buy(4, "eve"));
        var second = await Sandbox.BuyAsync(Product, Buy(1, "ada"), Buy(1, "bob"), Buy(1, "eve"), Buy(50));

        Assert.Equal(
            [OrderOutcome.Accepted, OrderOutcome.LimitReached, OrderOutcome.Accepted, OrderOutcome.Accepted, OrderOutcome.LimitReached], Outcomes(first));
        Assert.Equal([OrderOutcome.LimitReached, OrderOutcome.LimitReached, OrderOutcome.Accepted, OrderOutcome.Accepted], Outcomes(second));
    }

    [Fact]
    public async Task A_limit_set_in_mid_sale_counts_what_was_bought_before()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 100);
        await Sandbox.BuyAsync(Product, Buy(2, "ada"));
        await Sandbox.Sales.UpdateAsync(epoch, Definition() with { LimitPerShopper = 2 });

        Assert.Equal([OrderOutcome.LimitReached], Outcomes(await Sandbox.BuyAsync(Product, Buy(1, "ada"))));
    }

    [Fact]
    public async Task A_sale_sells_within_its_window_only()
    {
        var now = DateTimeOffset.UtcNow;
        await Sandbox.Sales.OpenAsync(Definition() with { OpensAt = now.AddHours(1) }, epoch: 1, replacing: 0);
        Assert.Equal([OrderOutcome.NotOpen], Outcomes(await Sandbox.BuyAsync(Product, Buy())));

        await Sandbox.Sales.UpdateAsync(1, Definition() with { OpensAt = now.AddHours(-1), ClosesAt = now.AddHours(1) });
        Assert.Equal([OrderOutcome.Accepted], Outcomes(await Sandbox.BuyAsync(Product, Buy())));

        await Sandbox.Sales.UpdateAsync(1, Definition() with { ClosesAt = now.AddMinutes(-1) });
        Assert.Equal([OrderOutcome.Closed], Outcomes(await Sandbox.BuyAsync(Product, Buy())));
    }

    [Fact]
    public async Task A_paused_and_a_closed_sale_sell_nothing_but_replay()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 5);
        var bought = Buy();
        await Sandbox.BuyAsync(Product, bought);

        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Paused);
        var paused = await Sandbox.BuyAsync(Product, Buy(), bought);
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Closed);
        var closed = await Sandbox.BuyAsync(Product, Buy(), bought);

        Assert.Equal([OrderOutcome.Paused, OrderOutcome.Replayed], Outcomes(paused));
        Assert.Equal([OrderOutcome.Closed, OrderOutcome.Replayed], Outcomes(closed));
        Assert.False(closed.IsSoldOut);
    }

    [Fact]
    public async Task A_product_without_a_sale_is_unknown()
    {
        var reply = await Sandbox.BuyAsync(Product, Buy(), Buy());

        Assert.Equal([OrderOutcome.UnknownProduct, OrderOutcome.UnknownProduct], Outcomes(reply));
    }

    [Theory]
    [InlineData(0, 2, "the ledger of sale {0} is back at transition 1, and 2 had happened")]
    [InlineData(1, 0, "the ledger is back at sale {0}, and sale {1} had begun")]
    public async Task G7_a_ledger_behind_what_is_known_sells_nothing_to_anybody_from_then_on(int laterSale, int position, string reason)
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 5);
        var bought = Buy();
        await Sandbox.BuyAsync(Product, bought);
        Assert.Equal([OrderOutcome.Accepted], Outcomes(await Sandbox.Ledger.DecideAsync(Product, new(epoch, 1), [Buy()])));
        await RollBackAsync(orders: 1);

        var known = new HighWaterMark(epoch + laterSale, position);
        Assert.Equal([OrderOutcome.Suspended], Outcomes(await Sandbox.Ledger.DecideAsync(Product, known, [Buy()])));
        var reply = await Sandbox.BuyAsync(Product, Buy(), bought);
        Assert.Equal([OrderOutcome.Suspended, OrderOutcome.Suspended], Outcomes(reply));
        Assert.True(reply.IsSuspended);
        Assert.Null(reply.Level);

        var sale = await FindAsync();
        Assert.Equal(4, sale.Remaining);
        Assert.Equal(string.Format(CultureInfo.InvariantCulture, reason, epoch, epoch + 1), sale.Suspension!.Reason);
    }

    [Fact]
    public async Task G7_a_product_that_the_ledger_lost_is_suspended_and_not_unknown()
    {
        Assert.Equal([OrderOutcome.Suspended], Outcomes(await Sandbox.Ledger.DecideAsync(Product, new(7, 40), [Buy()])));
        Assert.Equal([OrderOutcome.Suspended], Outcomes(await Sandbox.BuyAsync(Product, Buy())));
        Assert.Null(await Sandbox.Sales.FindAsync(Product));
        Assert.Equal("the ledger has lost sale 7, which had come to transition 40", (await Sandbox.Sales.FindSuspensionAsync(Product))!.Reason);
    }

    [Fact]
    public async Task G7_a_suspension_remembers_the_furthest_that_anybody_knew()
    {
        foreach (var known in (HighWaterMark[])[new(7, 40), new(7, 60), new(7, 50), new(6, 90)])
            await Sandbox.Sales.SuspendIfBehindAsync(Product, known);
        Assert.Equal(new(7, 60), (await Sandbox.Sales.FindSuspensionAsync(Product))!.Known);
    }

    [Fact]
    public async Task Comparing_a_sound_ledger_with_what_is_known_changes_nothing()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 5);
        await Sandbox.BuyAsync(Product, Buy());
        var before = await FindAsync();

        Assert.False(await Sandbox.Sales.SuspendIfBehindAsync(Product, new(epoch, 1)));
        Assert.False(await Sandbox.Sales.SuspendIfBehindAsync("nobody", HighWaterMark.None));
        Assert.Equal(before, await FindAsync());
        Assert.True(await Sandbox.Sales.SuspendIfBehindAsync(Product, new(epoch, 2)));
    }

    [Fact]
    public async Task Operators_change_nothing_of_a_suspended_sale_but_may_start_a_new_one()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 5);
        await Sandbox.Sales.SuspendIfBehindAsync(Product, new(epoch, 1));

        Assert.Equal(SaleChange.Suspended, await Sandbox.Sales.RestockAsync(Product, epoch, 1, key: null));
        Assert.Equal(SaleChange.Suspended, await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Paused));
        Assert.Equal(SaleChange.Suspended, await Sandbox.Sales.UpdateAsync(epoch, Definition()));

        await Sandbox.StartSaleAsync(Product, stock: 5);
        Assert.Null((await FindAsync()).Suspension);
        Assert.Equal([OrderOutcome.Accepted], Outcomes(await Sandbox.BuyAsync(Product, Buy())));
    }

    [Fact]
    public async Task A_new_sale_forgets_orders_limits_and_stock_and_refuses_ids_named_under_the_earlier_one()
    {
        var first = await Sandbox.StartSaleAsync(Product, stock: 1, limitPerShopper: 1);
        var keyed = Buy(1, "ada", epoch: first);
        await Sandbox.BuyAsync(Product, keyed);

        var second = await Sandbox.StartSaleAsync(Product, stock: 7, limitPerShopper: 1);
        var reply = await Sandbox.BuyAsync(Product, keyed, keyed with { OrderId = OrderIds.New(TimeProvider.System), Epoch = second });

        Assert.Equal([new(OrderOutcome.StaleEpoch, second), new(OrderOutcome.Accepted, second, 1)], reply.Results);
        Assert.Equal([new EndedSale(first, Orders: 1, Units: 1)], await Sandbox.Sales.ListEndedAsync(Product));
    }

    [Fact]
    public async Task The_outbox_entry_holds_exactly_what_was_accepted()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 3, limitPerShopper: 2);
        var (ada, refused, anonymous) = (Buy(2, "ada"), Buy(1, "ada"), Buy(1));

        var reply = await Sandbox.BuyAsync(Product, ada, refused, anonymous);

        var entry = Assert.Single(await Sandbox.Outbox.ReadAsync(Product, max: 10));
        Assert.Equal(reply.Entry!.Id, entry.Id);
        Assert.Equal(reply.Entry.Body.ToArray(), entry.Body.ToArray());
        var batch = OrderBatch.Parse(entry.Body.Span);
        Assert.Equal((Product, epoch, 1L), (batch.ProductId, batch.Epoch, batch.FirstPosition));
        Assert.Equal([ada.OrderId, anonymous.OrderId], batch.OrderIds);
        Assert.Equal(["ada", ""], batch.ShopperIds);
        Assert.Equal([2, 1], batch.Quantities);
        Assert.InRange(batch.AcceptedAt, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Takes_a_batch_of_the_largest_size()
    {
        await Sandbox.StartSaleAsync(Product, stock: GuardOptions.MaxBatchLimit, limitPerShopper: 1);

        var reply = await Sandbox.BuyAsync(Product, [.. Enumerable.Range(0, GuardOptions.MaxBatchLimit).Select(i => Buy(1, $"s{i}"))]);

        Assert.All(reply.Results, result => Assert.Equal(OrderOutcome.Accepted, result.Outcome));
        Assert.Equal(0, (await FindAsync()).Remaining);
    }

    [Fact]
    public async Task G1_G2_G5_many_callers_at_once_sell_every_unit_once_and_keep_every_limit()
    {
        const int Stock = 500, Limit = 3, Shoppers = 400;
        await Sandbox.StartSaleAsync(Product, Stock, Limit);

        // 400 shoppers ask for 4 units each, of which they may have 3, in batches that go side by side.
        var buys = Enumerable.Range(0, Shoppers * 4).Select(i => Buy(1, $"s{i % Shoppers}")).Chunk(40);
        var replies = await Task.WhenAll(buys.Select(async batch => (batch, reply: await Sandbox.BuyAsync(Product, batch))));

        var accepted = replies
            .SelectMany(pair => pair.batch.Zip(pair.reply.Results))
            .Where(pair => pair.Second.Outcome == OrderOutcome.Accepted)
            .ToList();
        Assert.Equal(Enumerable.Range(1, Stock).Select(i => (long)i), accepted.Select(pair => pair.Second.Position).Order());
        Assert.All(accepted.CountBy(pair => pair.First.ShopperId), shopper => Assert.InRange(shopper.Value, 1, Limit));
    }

    // As an older copy of the data would have it.
    private async Task RollBackAsync(int orders) =>
        await Sandbox.ChangeSaleAsync(Product, ("orders", orders), ("seq", orders), ("accepted", orders), ("remaining", 5 - orders));

    private async Task<Sale> FindAsync() => (await Sandbox.Sales.FindAsync(Product))!;

    private static SaleDefinition Definition() => new() { ProductId = Product, Name = Product, Stock = 5 };

    private static IEnumerable<OrderOutcome> Outcomes(LedgerReply reply) => reply.Results.Select(result => result.Outcome);
}
