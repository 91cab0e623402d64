using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.Infrastructure.Postgres.Retention;
using Npgsql;

namespace FlashFlow.Infrastructure.Tests.Postgres;

/// <summary>What is not to be kept any more leaves the store, all that is to be stays, and both are told.</summary>
public sealed class RetentionTests : SandboxTests
{
    private const string Product = "phone";
    private const int Keep = 30;
    private const int Long = 40;

    [Fact]
    public async Task What_is_old_leaves_and_its_totals_stay()
    {
        var old = await SellAsync(orders: 5);
        var current = await SellAsync(orders: 3);

        Assert.Equal([new PrunedSale(Product, (int)old, 5, 5, 2, Untold: 0)], await PruneOldAsync(old));

        Assert.Equal([(current, 3L)], await Sandbox.ListAsync("SELECT epoch, count(*) FROM orders GROUP BY epoch", row => ((long)row.GetInt32(0), row.GetInt64(1))));
        Assert.Equal(
            [(5L, 5L, 4L, 1L, 2L, 7)],
            await Sandbox.ListAsync(
                "SELECT orders, units, sold, cancelled, transitions, last_seq FROM pruned_sales",
                row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt32(5))));
        Assert.Equal(["order_events_2", "orders_2"], await Sandbox.ListAsync(
            "SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname ~ '^order.*_[0-9]+$' ORDER BY 1", row => row.GetString(0)));
    }

    // The part would be dropped, but for one thing.
    [Theory]
    [InlineData("a sale that is on sale", "UPDATE sales SET state = 'open' WHERE product_id = 'phone'; DELETE FROM sales WHERE epoch > {0}")]
    [InlineData("a recent order", "UPDATE orders SET accepted_at = now() - interval '29 days' WHERE epoch = {0} AND position = 2")]
    [InlineData("a recent change", "UPDATE order_events SET at = now() WHERE epoch = {0} AND kind = 'cancelled'")]
    [InlineData("a hold", """UPDATE orders SET state = '{{"status":"held","expiresAt":"2999-01-01T00:00:00.000Z"}}' WHERE epoch = {0} AND position = 2""")]
    [InlineData("orders that can be cancelled", "UPDATE sales SET cancel_until = now() + interval '1 day' WHERE epoch = {0}")]
    [InlineData("a sale that ran until lately", "UPDATE sales SET closes_at = now() - interval '29 days' WHERE epoch = {0}")]
    [InlineData("what the feed has not told", "UPDATE feed_sales SET stored_to = stored_to - 1 WHERE epoch = {0}")]
    [InlineData("what a webhook was not told", "UPDATE webhook_lanes SET delivered_to = 0 WHERE epoch = {0}")]
    [InlineData(
        "an undecided dead letter",
        """
        INSERT INTO dead_letters (letter_id, body, reason, attempts, is_readable) VALUES ('x', 'x', 'x', 1, true);
        INSERT INTO dead_orders (order_id, epoch, position, quantity, product_id, shopper_id, letter_id) VALUES (gen_random_uuid(), {0}, 9, 1, 'phone', 'ada', 'x')
        """)]
    public async Task A_part_with_one_thing_that_is_not_over_stays(string what, string change)
    {
        await ExecuteAsync("INSERT INTO webhooks (name, url, events, secrets) VALUES ('shop', 'https://shop.example', '{}', '{s}')");
        var old = await SellAsync(orders: 5);
        await ExecuteAsync($"INSERT INTO webhook_lanes (webhook, epoch, delivered_to, told_to) SELECT 'shop', epoch, stored_to, stored_to FROM feed_sales");
        await SellAsync(orders: 1);
        await Sandbox.AgeAsync(old, Long);
        await ExecuteAsync(change.Replace("{0}", $"{old}", StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal));

        Assert.True((await Sandbox.PruneAsync(Keep)).Count == 0, $"dropped in spite of {what}");
        Assert.Equal([5L], await Sandbox.ListAsync($"SELECT count(*) FROM orders WHERE epoch = {old}", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task Nothing_is_let_go_of_before_its_time_or_where_all_is_kept()
    {
        var old = await SellAsync(orders: 5);
        await SellAsync(orders: 1);
        await Sandbox.AgeAsync(old, Long);

        Assert.Empty(await Sandbox.PruneAsync(Long + 1));
        Assert.Empty(await new StoreRetention(Sandbox.Database, new()).RunAsync(CancellationToken.None));
        Assert.Equal([6L], await Sandbox.ListAsync("SELECT count(*) FROM orders", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task G6_the_books_of_a_sale_that_left_balance_and_say_so()
    {
        var old = await SellAsync(orders: 5, isOfLedger: true);
        await ArchiveAsync(old);
        await Sandbox.EmptyOutboxAsync(Product);
        await SellAsync(orders: 1, product: "other");
        var before = Assert.Single(await Sandbox.Auditor.AuditAsync(Product, CancellationToken.None));
        Assert.Null(before.PrunedAt);

        await PruneOldAsync(old);

        var after = Assert.Single(await Sandbox.Auditor.AuditAsync(Product, CancellationToken.None));
        Assert.True(after.IsBalanced, after.Imbalance);
        Assert.NotNull(after.PrunedAt);
        Assert.Equal(before, after with { PrunedAt = null });
    }

    [Fact]
    public async Task G7_a_ledger_whose_orders_left_is_not_made_anew()
    {
        var old = await SellAsync(orders: 5, isOfLedger: true);
        await ArchiveAsync(old);
        await Sandbox.EmptyOutboxAsync(Product);
        await SellAsync(orders: 1, product: "other");
        await PruneOldAsync(old);
        Assert.Null(await Sandbox.Rebuild.PlanAsync(Product, CancellationToken.None));

        await Sandbox.LoseAsync(Product);
        await Sandbox.Sales.SuspendIfBehindAsync(Product, new HighWaterMark(old, 5));

        var refusal = await Assert.ThrowsAsync<RebuildImpossibleException>(() => Sandbox.Rebuild.PlanAsync(Product, CancellationToken.None));
        Assert.Contains($"The orders of sale {old} of '{Product}' are not kept any more", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task G10_the_feed_goes_on_across_what_left()
    {
        var old = await SellAsync(orders: 5);
        var bounds = await Sandbox.Feed.FindBoundsAsync(CancellationToken.None);
        var current = await SellAsync(orders: 3);

        await PruneOldAsync(old);

        var sale = (await Sandbox.Feed.FindSaleAsync(Product, old, CancellationToken.None))!;
        Assert.Equal((7, 7), (sale.LastSeq, sale.PrunedTo));
        var pruned = await Sandbox.Feed.FindBoundsAsync(CancellationToken.None);
        Assert.True(pruned.IsPruned(new(0, 0)));
        Assert.False(pruned.IsPruned(new(bounds.Last, 7)));
        Assert.Equal(
            [(current, 0L), (current, 1L), (current, 2L), (current, 3L)],
            (await Sandbox.Feed.ReadAllAsync(pruned.Pruned, 100, CancellationToken.None)).Select(told => (told.Epoch, told.Seq)));
        await SellAsync(orders: 1);
    }

    [Fact]
    public async Task G8_an_order_of_a_sale_that_left_is_refused_and_so_put_aside()
    {
        var old = await SellAsync(orders: 5);
        await SellAsync(orders: 1);
        await PruneOldAsync(old);

        var refusal = await Assert.ThrowsAsync<OrderRejectedException>(() =>
            Sandbox.Orders.StoreAsync([SampleBatch.Of(old, first: 6, count: 1)], [], [], CancellationToken.None));
        Assert.Contains("no partition", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_at_once_drop_a_part_once()
    {
        var old = await SellAsync(orders: 5);
        await SellAsync(orders: 1);
        await Sandbox.AgeAsync(old, Long);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Sandbox.PruneAsync(Keep)))).Within("eight that prune at once");

        Assert.Equal(old, Assert.Single(all.SelectMany(pruned => pruned)).Epoch);
        Assert.Equal([2], await Sandbox.ListAsync("SELECT part FROM store_parts", row => row.GetInt32(0)));
    }

    // An export reads for as long as whoever takes it away likes.
    [Fact]
    public async Task Who_reads_is_not_waited_for_and_keeps_nobody_from_storing()
    {
        var old = await SellAsync(orders: 5);
        var current = await SellAsync(orders: 1);
        await Sandbox.AgeAsync(old, Long);
        await using (var reader = await Sandbox.Database.OpenConnectionAsync())
        {
            await using var reading = await reader.BeginTransactionAsync();
            await using (var read = new NpgsqlCommand("SELECT count(*) FROM orders", reader))
                await read.ExecuteScalarAsync();

            await Assert.ThrowsAsync<SaleStoreUnavailableException>(() => Sandbox.PruneAsync(Keep)).Within("a part that is in use");
            await Sandbox.Orders.StoreAsync([SampleBatch.Of(current, first: 2, count: 1)], [], [], CancellationToken.None).Within("storing beside it");
        }

        Assert.Single(await Sandbox.PruneAsync(Keep));
        Assert.Equal([2L], await Sandbox.ListAsync("SELECT count(*) FROM orders", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task A_shopper_is_in_nothing_that_is_left_of_a_sale()
    {
        var old = await SellAsync(orders: 5);
        var letter = new DeadLetter(SampleBatch.Of(old, first: 9, count: 1).ToJson(), "a reason", FirstSeen: null);
        await Sandbox.Orders.StoreAsync([], [], [letter], CancellationToken.None);
        await Sandbox.DeadLetters.DiscardAsync(letter, "tests", CancellationToken.None);
        await SellAsync(orders: 0);

        await PruneOldAsync(old);

        Assert.Equal([(1L, "", "")], await Sandbox.ListAsync(
            "SELECT count(*), max(shopper_id), max(encode(body, 'escape')) FROM dead_orders JOIN dead_letters USING (letter_id)",
            row => (row.GetInt64(0), row.GetString(1), row.GetString(2))));
        Assert.Equal(new Tally(1, 1), (await Sandbox.StoredOrders.CountAsync([Product], CancellationToken.None)).Single(sale => sale.Epoch == old).Discarded);
    }

    [Fact]
    public async Task A_webhook_is_not_told_of_what_left()
    {
        await ExecuteAsync("INSERT INTO webhooks (name, url, events, secrets, state) VALUES ('shop', 'https://shop.example', '{}', '{s}', 'paused')");
        var old = await SellAsync(orders: 5);
        await ExecuteAsync("INSERT INTO webhook_lanes (webhook, epoch, delivered_to, told_to) SELECT 'shop', epoch, 3, 3 FROM feed_sales");
        var current = await SellAsync(orders: 1);

        Assert.Equal(1, Assert.Single(await PruneOldAsync(old)).Untold);

        Assert.True(await Sandbox.Webhooks.ReplayAsync("shop", new FeedCursor(0, 0)));
        await Sandbox.WebhookLanes.OpenAsync(null, CancellationToken.None);
        Assert.Equal([(int)current], await Sandbox.ListAsync("SELECT epoch FROM webhook_lanes", row => row.GetInt32(0)));
    }

    // A sale in a part of its own; of five orders one is cancelled.
    private async Task<long> SellAsync(int orders, string product = Product, bool isOfLedger = false)
    {
        await Sandbox.OpenPartAsync();
        var epoch = await Sandbox.StartSaleAsync(product, stock: 10);
        if (isOfLedger)
        {
            await Sandbox.BuyAsync(product, [.. Enumerable.Range(0, orders).Select(_ => Buy())]);
            foreach (var entry in await Sandbox.Outbox.ReadAsync(product, 100))
                await Sandbox.Orders.StoreAsync([.. OrderMessage.Batches(entry.Body)], [.. OrderMessage.Transitions(entry.Body)], [], CancellationToken.None);
        }
        else if (orders > 0)
        {
            var batch = SampleBatch.Of(epoch, first: 1, count: orders);
            var cancel = SampleBatch.To(batch.OrderIds[0], 1, TransitionKind.Cancelled) with { Cancelled = 1 };
            var returned = new Transition { Kind = TransitionKind.Returned, Units = 1 };
            await Sandbox.Orders.StoreAsync([batch], orders < 5 ? [] : [SampleBatch.Transitions(epoch, orders + 1, cancel, returned)], [], CancellationToken.None);
        }

        await Sandbox.AdvanceFeedAsync();
        return epoch;
    }

    private async Task<IReadOnlyList<PrunedSale>> PruneOldAsync(long epoch)
    {
        await Sandbox.AgeAsync(epoch, Long);
        return await Sandbox.PruneAsync(Keep);
    }

    private async Task ArchiveAsync(long epoch)
    {
        Assert.Equal(SaleChange.Done, await Sandbox.Office.SetStateAsync(Product, epoch, SaleState.Closed, "tests"));
        Assert.Equal(SaleChange.Done, await Sandbox.Office.ArchiveAsync(Product, epoch, "tests"));
        foreach (var entry in await Sandbox.Outbox.ReadAsync(Product, 100))
            await Sandbox.Orders.StoreAsync([.. OrderMessage.Batches(entry.Body)], [.. OrderMessage.Transitions(entry.Body)], [], CancellationToken.None);
        await Sandbox.AdvanceFeedAsync();
    }

    private async Task ExecuteAsync(string statements)
    {
        await using var command = Sandbox.Database.CreateCommand(statements);
        await command.ExecuteNonQueryAsync();
    }
}
