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

    [Fact]
    public async Task What_stays_of_a_sale_with_holds_is_what_was_sold_and_what_that_cost()
    {
        var held = SampleBatch.Held(await NewPartAsync(), first: 1, count: 5) with { Quantities = [1, 3, 2, 4, 1] };
        var (old, partial) = (held.Epoch, SampleBatch.Of(held.Epoch, first: 9, count: 1));
        Transition Of(int order, TransitionKind kind) => SampleBatch.To(held.OrderIds[order], order + 1, kind) with { Quantity = held.Quantities[order] };
        await StoreAsync(held, SampleBatch.Transitions(
            old,
            first: 6,
            Of(1, TransitionKind.Confirmed),
            Of(1, TransitionKind.Cancelled) with { Cancelled = 1, Units = 1 },
            Of(3, TransitionKind.Expired)));
        await DiscardAsync(partial);
        await StoreAsync(SampleBatch.Transitions(old, first: 10, SampleBatch.To(partial.OrderIds[0], 9, TransitionKind.Cancelled) with { Cancelled = 1 }));

        // The message of the latter's first transition never came, so of it nobody knows what it was.
        var other = await NewPartAsync();
        await StoreAsync(SampleBatch.Of(other, first: 1, count: 3));
        var none = await NewPartAsync();
        await NewPartAsync();
        foreach (var of in new[] { old, other, none })
            await Sandbox.AgeAsync(of, Long);
        await ExecuteAsync("UPDATE orders SET state = state - 'expiresAt' WHERE state ? 'expiresAt'");

        Assert.Equal([(old, 5L), (other, 3L), (none, 0L)], (await Sandbox.PruneAsync(Keep)).Select(sale => ((long)sale.Epoch, sale.Orders)));

        Assert.Equal(
            [(11L, 2L, 1L, 2L * 499, 4L, 10), (3L, 3L, 0L, 0L, 0L, 3), (0L, 0L, 0L, 0L, 0L, 0)],
            await Sandbox.ListAsync(
                "SELECT units, sold, cancelled, amount, transitions, last_seq FROM pruned_sales ORDER BY epoch",
                row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt32(5))));
        var settled = (await Sandbox.StoredOrders.CountAsync([Product], CancellationToken.None)).Single(sale => sale.Epoch == old);
        Assert.Equal((new Tally(5, 11), new Tally(1, 1)), (settled.Stored, settled.Discarded));
    }

    // A store of an earlier version may have such.
    [Fact]
    public async Task Orders_and_changes_of_sales_that_nobody_numbered_leave_with_the_others()
    {
        var old = await SellAsync(orders: 1);
        await Sandbox.Orders.StoreAsync([SampleBatch.Of(old + 10, first: 1, count: 2)], [], [], CancellationToken.None);
        await Sandbox.Orders.StoreAsync([], [SampleBatch.Transitions(old + 20, first: 4, new Transition { Kind = TransitionKind.Paused })], [], CancellationToken.None);
        await Sandbox.OpenPartAsync();
        Assert.Equal([(int?)old + 20, null], await Sandbox.ListAsync("SELECT last_epoch FROM store_parts ORDER BY part", row => row.IsDBNull(0) ? null : (int?)row.GetInt32(0)));
        foreach (var of in new[] { old, old + 10, old + 20 })
            await Sandbox.AgeAsync(of, Long);
        await ExecuteAsync("UPDATE sales SET state = 'archived'");

        Assert.Equal(
            [new PrunedSale(Product, (int)old, 1, 1, 0, 0), new PrunedSale("", (int)old + 10, 2, 2, 0, 0), new PrunedSale("", (int)old + 20, 0, 0, 1, 0)],
            (await Sandbox.PruneAsync(Keep)).OrderBy(sale => sale.Epoch));
    }

    // What PostgreSQL has not numbered may yet be in its orders: a part that begins before it would get both.
    [Fact]
    public async Task A_part_begins_after_all_orders_that_are_stored()
    {
        var old = await SellAsync(orders: 1);
        await Sandbox.Orders.StoreAsync([SampleBatch.Of(old + 10, first: 1, count: 2)], [], [], CancellationToken.None);
        await Sandbox.OpenPartAsync();
        Assert.Equal([(int)old + 11], await Sandbox.ListAsync("SELECT first_epoch FROM store_parts WHERE last_epoch IS NULL", row => row.GetInt32(0)));
    }

    [Fact]
    public async Task A_store_that_is_old_is_in_parts_at_once_and_a_young_one_waits_for_its_days()
    {
        var old = await Sandbox.StartSaleAsync(Product, stock: 10);
        await StoreAsync(SampleBatch.Of(old, first: 1, count: 1));
        await Sandbox.AgeAsync(old, 2);
        await ExecuteAsync("UPDATE sales SET state = 'archived'");
        Assert.Empty(await Sandbox.PruneAsync(Keep));
        Assert.Equal([1L], await Sandbox.ListAsync("SELECT count(*) FROM store_parts", row => row.GetInt64(0)));

        await Sandbox.AgeAsync(old, Long);
        await ExecuteAsync("UPDATE store_parts SET opened_at = opened_at - interval '25 hours'");
        Assert.Equal(old, Assert.Single(await Sandbox.PruneAsync(Keep)).Epoch);

        // The part that is there has no sale yet, and so is not followed by another.
        await ExecuteAsync("UPDATE store_parts SET opened_at = opened_at - interval '40 days'");
        Assert.Empty(await Sandbox.PruneAsync(Keep));
        Assert.Equal([2], await Sandbox.ListAsync("SELECT part FROM store_parts", row => row.GetInt32(0)));
    }

    [Theory]
    [InlineData(null, 24)]
    [InlineData(1, 24)]
    [InlineData(19, 24)]
    [InlineData(30, 72)]
    [InlineData(365, 864)]
    public void A_part_takes_a_tenth_of_the_days_and_a_day_at_least(int? days, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), new StoreOptions { KeepDays = days }.PartAge);

    // The part would be dropped, but for one thing.
    [Theory]
    [InlineData("a sale that is on sale", "UPDATE sales SET state = 'open' WHERE product_id = 'phone'; DELETE FROM sales WHERE epoch > {0}")]
    [InlineData("the last of several sales", "UPDATE sales SET epoch = 0, state = 'archived', created_at = now() - interval '40 days' WHERE epoch > {0}")]
    [InlineData("a sale whose product has had no other", "UPDATE sales SET product_id = 'tablet' WHERE epoch > {0}")]
    [InlineData("a sale that was begun lately", "UPDATE sales SET created_at = now() - interval '29 days' WHERE epoch = {0}")]
    [InlineData("a sale that opened lately", "UPDATE sales SET opens_at = now() - interval '29 days' WHERE epoch = {0}")]
    [InlineData("a recent order", "UPDATE orders SET accepted_at = now() - interval '29 days' WHERE epoch = {0} AND position = 2")]
    [InlineData("a recent change", "UPDATE order_events SET at = now() WHERE epoch = {0} AND kind = 'cancelled'")]
    [InlineData("a hold", """UPDATE orders SET state = '{{"status":"held","expiresAt":"2999-01-01T00:00:00.000Z"}}' WHERE epoch = {0} AND position = 2""")]
    [InlineData("orders that can be cancelled", "UPDATE sales SET cancel_until = now() + interval '1 day' WHERE epoch = {0}")]
    [InlineData("a sale that ran until lately", "UPDATE sales SET closes_at = now() - interval '29 days' WHERE epoch = {0}")]
    [InlineData("what the feed has not told", "UPDATE feed_sales SET stored_to = stored_to - 1 WHERE epoch = {0}")]
    [InlineData("what the feed has told nothing of", "DELETE FROM feed_sales WHERE epoch = {0}")]
    [InlineData("what a webhook was not told", "UPDATE webhook_lanes SET delivered_to = 0 WHERE epoch = {0}")]
    [InlineData("a message that a webhook has not taken", "UPDATE webhook_lanes SET message_id = 'm', body = 'b', last_seq = 7 WHERE epoch = {0}")]
    [InlineData(
        "an undecided dead letter",
        """
        INSERT INTO dead_letters (letter_id, body, reason, attempts, is_readable) VALUES ('x', 'x', 'x', 1, true);
        INSERT INTO dead_orders (order_id, epoch, position, quantity, product_id, shopper_id, letter_id) VALUES (gen_random_uuid(), {0}, 9, 1, 'phone', 'ada', 'x')
        """)]
    [InlineData(
        "an undecided dead letter of a change",
        """
        INSERT INTO dead_letters (letter_id, body, reason, attempts, is_readable) VALUES ('x', 'x', 'x', 1, true);
        INSERT INTO dead_transitions (order_id, epoch, seq, kind, product_id, letter_id) VALUES (NULL, {0}, 9, 'paused', 'phone', 'x')
        """)]
    public async Task A_part_with_one_thing_that_is_not_over_stays(string what, string change)
    {
        var old = await AgeButAsync(change);

        Assert.True((await Sandbox.PruneAsync(Keep)).Count == 0, $"dropped in spite of {what}");
        Assert.Equal([5L], await Sandbox.ListAsync($"SELECT count(*) FROM orders WHERE epoch = {old}", row => row.GetInt64(0)));
    }

    // What is not over is so elsewhere, or is waited for by nobody.
    [Theory]
    [InlineData("a sale that was archived", "UPDATE sales SET state = 'archived' WHERE epoch = {0}; DELETE FROM sales WHERE epoch > {0}")]
    [InlineData("a sale that is begun again", "UPDATE sales SET created_at = now() + interval '1 day' WHERE epoch > {0}")]
    [InlineData("what a webhook was not told of another sale", "UPDATE webhook_lanes SET delivered_to = 0 WHERE epoch > {0}")]
    [InlineData("a message of another sale that a webhook has not taken", "UPDATE webhook_lanes SET message_id = 'm', body = 'b', last_seq = 1 WHERE epoch > {0}")]
    [InlineData("a test that a webhook has not taken", "INSERT INTO webhook_lanes (webhook, epoch, delivered_to, told_to, message_id, body, last_seq) VALUES ('shop', 0, 0, 0, 'm', 'b', 0)")]
    [InlineData("a webhook that was stopped for the sale", "UPDATE webhook_lanes SET delivered_to = 0, is_stopped = true WHERE epoch = {0}")]
    [InlineData("a webhook that has ended", "UPDATE webhook_lanes SET delivered_to = 0; UPDATE webhooks SET state = 'ended'")]
    [InlineData("what the feed has not told of another sale", "UPDATE feed_sales SET stored_to = 0 WHERE epoch > {0}")]
    [InlineData(
        "an undecided dead letter of another sale",
        """
        INSERT INTO dead_letters (letter_id, body, reason, attempts, is_readable) VALUES ('x', 'x', 'x', 1, true);
        INSERT INTO dead_orders (order_id, epoch, position, quantity, product_id, shopper_id, letter_id) VALUES (gen_random_uuid(), {0} + 1, 9, 1, 'phone', 'ada', 'x');
        INSERT INTO dead_transitions (order_id, epoch, seq, kind, product_id, letter_id) VALUES (NULL, {0} + 1, 9, 'paused', 'phone', 'x')
        """)]
    [InlineData(
        "decided dead letters beside an undecided one of which nothing can be read",
        """
        INSERT INTO dead_letters (letter_id, body, reason, attempts, is_readable, state)
        VALUES ('x', 'x', 'x', 1, true, 'discarded'), ('y', 'y', 'y', 1, true, 'replayed'), ('z', 'z', 'z', 1, false, 'dead');
        INSERT INTO dead_orders (order_id, epoch, position, quantity, product_id, shopper_id, letter_id) VALUES (gen_random_uuid(), {0}, 9, 1, 'phone', 'ada', 'x');
        INSERT INTO dead_transitions (order_id, epoch, seq, kind, product_id, letter_id) VALUES (NULL, {0}, 9, 'paused', 'phone', 'y')
        """)]
    public async Task A_part_that_is_over_leaves_whatever_else_is_not(string what, string change)
    {
        var old = await AgeButAsync(change);

        Assert.True((await Sandbox.PruneAsync(Keep)).Select(sale => (long)sale.Epoch).SequenceEqual([old]), $"kept because of {what}");
        Assert.Equal([0L], await Sandbox.ListAsync($"SELECT count(*) FROM orders WHERE epoch = {old}", row => row.GetInt64(0)));
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
        Assert.True(pruned.IsPruned(new(bounds.Last, 6)));
        Assert.False(pruned.IsPruned(new(bounds.Last, 7)));
        Assert.Equal(-1, (await Sandbox.Feed.FindSaleAsync(Product, current, CancellationToken.None))!.PrunedTo);
        Assert.Equal(
            [(current, 0L), (current, 1L), (current, 2L), (current, 3L)],
            (await Sandbox.Feed.ReadAllAsync(pruned.Pruned, 100, CancellationToken.None)).Select(told => (told.Epoch, told.Seq)));
        await SellAsync(orders: 1);
    }

    [Fact]
    public async Task G10_a_gap_in_a_sale_that_stays_is_told_as_before_and_those_of_one_that_left_are_gone()
    {
        var old = await SellAsync(orders: 2);
        await LoseAsync(old, first: 3, last: 4);
        var current = await SellAsync(orders: 1);
        await LoseAsync(current, first: 2, last: 3);
        await Sandbox.SaleStore.NoteLossAsync(current, [(6, 6)], lastSeq: 6, CancellationToken.None);
        var before = await Sandbox.Feed.ReadAsync((int)current, after: -1, limit: 10, CancellationToken.None);
        Assert.Equal(["sale.started", "order.confirmed", "sale.gap", "order.confirmed"], before.Select(told => told.Type));

        await PruneOldAsync(old);

        Assert.Equal(before, await Sandbox.Feed.ReadAsync((int)current, after: -1, limit: 10, CancellationToken.None));
        Assert.Equal([(int)current], await Sandbox.ListAsync("SELECT epoch FROM feed_gaps", row => row.GetInt32(0)));
        Assert.Equal([((int)current, 2), ((int)current, 6)], await Sandbox.ListAsync(
            "SELECT epoch, first_seq FROM lost_transitions ORDER BY first_seq", row => (row.GetInt32(0), row.GetInt32(1))));
    }

    // A reader that comes to what left must learn of it, whichever part went first.
    [Theory]
    [InlineData("UPDATE sales SET cancel_until = now() WHERE epoch = {0}")]
    [InlineData("UPDATE orders SET accepted_at = now() WHERE epoch = {0} AND position = 2")]
    public async Task G10_a_part_may_outlast_a_later_one(string change)
    {
        var held = await SellAsync(orders: 5);
        var old = await SellAsync(orders: 3);
        var last = (await Sandbox.Feed.FindBoundsAsync(CancellationToken.None)).Last;
        await SellAsync(orders: 1);
        await Sandbox.AgeAsync(held, Long);
        await Sandbox.AgeAsync(old, Long);
        await ExecuteAsync(change.Replace("{0}", $"{held}", StringComparison.Ordinal));

        Assert.Equal(old, Assert.Single(await Sandbox.PruneAsync(Keep)).Epoch);
        Assert.Equal(last, (await Sandbox.Feed.FindBoundsAsync(CancellationToken.None)).Pruned.Range);
        Assert.Equal(8, (await Sandbox.Feed.ReadAsync((int)held, after: -1, limit: 10, CancellationToken.None)).Count);
        Assert.Contains((int)held, await Sandbox.ListAsync("SELECT epoch FROM feed_ranges", row => row.GetInt32(0)));

        await ExecuteAsync("UPDATE sales SET cancel_until = NULL");
        await Sandbox.AgeAsync(held, Long);
        Assert.Equal(held, Assert.Single(await Sandbox.PruneAsync(Keep)).Epoch);
        Assert.Equal(last, (await Sandbox.Feed.FindBoundsAsync(CancellationToken.None)).Pruned.Range);
        Assert.DoesNotContain((int)held, await Sandbox.ListAsync("SELECT epoch FROM feed_ranges", row => row.GetInt32(0)));
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

    // It is written at the very moment at which its part is looked at.
    [Fact]
    public async Task G3_what_is_being_stored_meanwhile_is_not_dropped()
    {
        var old = await SellAsync(orders: 5);
        await SellAsync(orders: 1);
        await Sandbox.AgeAsync(old, Long);
        Task<IReadOnlyList<PrunedSale>> pruning;
        await using (var writer = await Sandbox.Database.OpenConnectionAsync())
        {
            await using var writing = await writer.BeginTransactionAsync();
            await using (var write = new NpgsqlCommand($"INSERT INTO orders (accepted_at, order_id, epoch, position, quantity) VALUES (now(), gen_random_uuid(), {old}, 8, 1)", writer))
                await write.ExecuteNonQueryAsync();
            pruning = Task.Run(() => Sandbox.PruneAsync(Keep));
            await WaitsAsync(pruning);
            await writing.CommitAsync();
        }

        // It has seen the order, or has given up before.
        try
        {
            Assert.Empty(await pruning.Within("pruning"));
        }
        catch (SaleStoreUnavailableException)
        {
        }

        Assert.Equal([6L], await Sandbox.ListAsync($"SELECT count(*) FROM orders WHERE epoch = {old}", row => row.GetInt64(0)));
    }

    // Both change the same rows: who took them in another order would wait in a circle.
    [Fact]
    public async Task What_takes_the_feed_on_meanwhile_has_its_sales_to_itself()
    {
        var old = await SellAsync(orders: 5);
        await SellAsync(orders: 1);
        await Sandbox.AgeAsync(old, Long);
        Task<IReadOnlyList<PrunedSale>> pruning;
        await using (var feed = await Sandbox.Database.OpenConnectionAsync())
        {
            await using var taking = await feed.BeginTransactionAsync();
            await AskAsync("SELECT FROM feed_state FOR UPDATE");
            pruning = Task.Run(() => Sandbox.PruneAsync(Keep));
            await WaitsAsync(pruning);
            await AskAsync("SELECT FROM feed_sales FOR UPDATE NOWAIT");
            await taking.CommitAsync();

            async Task AskAsync(string sql)
            {
                await using var command = new NpgsqlCommand(sql, feed);
                await command.ExecuteNonQueryAsync();
            }
        }

        // It has gone on, or has given up before.
        try
        {
            Assert.Equal(old, Assert.Single(await pruning.Within("pruning")).Epoch);
        }
        catch (SaleStoreUnavailableException)
        {
        }
    }

    [Fact]
    public async Task A_later_part_has_the_indexes_of_the_first()
    {
        await SellAsync(orders: 1);
        await NewPartAsync();
        foreach (var table in new[] { "orders", "order_events" })
            Assert.Equal(await IndexesAsync($"{table}_1"), await IndexesAsync($"{table}_2"));
        Assert.Equal(3, (await IndexesAsync("orders_2")).Count);

        Task<List<string>> IndexesAsync(string part) => Sandbox.ListAsync(
            $"SELECT regexp_replace(indexdef, '(INDEX) .* (USING)', '\\1 \\2') AS kind FROM pg_indexes WHERE schemaname = current_schema() AND tablename = '{part}' ORDER BY kind",
            row => row.GetString(0));
    }

    [Fact]
    public async Task An_order_is_stored_once_in_a_later_part_as_well()
    {
        await SellAsync(orders: 1);
        var sold = SampleBatch.Of(await NewPartAsync(), first: 1, count: 2);
        await StoreAsync(sold);
        await StoreAsync(sold with { ShopperIds = ["ada", "grace"] });
        Assert.Equal(3, (await Sandbox.StoredOrderIdsAsync()).Count);
        await Assert.ThrowsAsync<OrderRejectedException>(() => Sandbox.Orders.StoreAsync([sold with { FirstPosition = 5 }], [], [], CancellationToken.None));
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
    public async Task Letters_of_sales_that_stay_are_as_they_were()
    {
        var old = await SellAsync(orders: 5);
        await DiscardAsync(SampleBatch.Transitions(old, first: 9, new Transition { Kind = TransitionKind.Paused }));
        var current = await SellAsync(orders: 1);
        await DiscardAsync(SampleBatch.Of(current, first: 2, count: 1));
        await DiscardAsync(SampleBatch.Transitions(current, first: 7, new Transition { Kind = TransitionKind.Returned, Units = 1 }));

        await PruneOldAsync(old);

        Assert.Equal([(1L, "ada")], await Sandbox.ListAsync("SELECT count(*), max(shopper_id) FROM dead_orders", row => (row.GetInt64(0), row.GetString(1))));
        Assert.Equal([((int)old, true), ((int)current, false), ((int)current, false)], await Sandbox.ListAsync(
            """
            SELECT epoch::integer, body = '' FROM dead_letters
            JOIN (SELECT letter_id, epoch FROM dead_orders UNION SELECT letter_id, epoch FROM dead_transitions) AS named USING (letter_id) ORDER BY epoch
            """,
            row => (row.GetInt32(0), row.GetBoolean(1))));
    }

    [Fact]
    public async Task G6_what_was_discarded_and_is_stored_all_the_same_is_counted_once_as_before()
    {
        var old = await NewPartAsync();
        var sold = SampleBatch.Of(old, first: 1, count: 1);
        var returned = SampleBatch.Transitions(old, first: 2, new Transition { Kind = TransitionKind.Returned, Units = 1 });
        var cancelled = SampleBatch.Transitions(old, first: 3, SampleBatch.To(sold.OrderIds[0], 1, TransitionKind.Cancelled) with { Cancelled = 1 });
        await DiscardAsync(sold);
        await DiscardAsync(returned);
        await DiscardAsync(cancelled);
        await DiscardAsync(SampleBatch.Transitions(old, first: 3, new Transition { Kind = TransitionKind.Paused }));
        await DiscardAsync(SampleBatch.Transitions(old, first: 2, new Transition { Kind = TransitionKind.Restocked, Units = 1 }));
        await DiscardAsync(SampleBatch.Transitions(old, first: 4, new Transition { Kind = TransitionKind.Returned, Units = 1 }));
        await DiscardAsync(SampleBatch.Transitions(old, first: 3, SampleBatch.To(Guid.NewGuid(), 1, TransitionKind.Cancelled) with { Cancelled = 1 }));
        await StoreAsync(sold, returned);
        await StoreAsync(cancelled);
        await NewPartAsync();
        var before = await CountAsync();
        Assert.Equal((new Tally(1, 1), default, 2L, 4L), (before.Stored, before.Discarded, before.Transitions.Stored, before.Transitions.Discarded));

        Assert.Equal(old, Assert.Single(await PruneOldAsync(old)).Epoch);

        Assert.Equal(before, await CountAsync() with { PrunedAt = null });

        async Task<SettledSale> CountAsync() => (await Sandbox.StoredOrders.CountAsync([Product], CancellationToken.None)).Single(sale => sale.Epoch == old);
    }

    [Fact]
    public async Task A_message_that_a_paused_webhook_has_not_taken_was_not_told_and_a_test_stays()
    {
        await ExecuteAsync("INSERT INTO webhooks (name, url, events, secrets, state) VALUES ('shop', 'https://shop.example', '{}', '{s}', 'paused'), ('other', 'https://other.example', '{}', '{s}', 'paused')");
        var old = await SellAsync(orders: 5);
        await ExecuteAsync("""
            INSERT INTO webhook_lanes (webhook, epoch, delivered_to, told_to, message_id, body, last_seq) SELECT 'shop', epoch, 7, 7, 'm', 'b', 7 FROM feed_sales;
            INSERT INTO webhook_lanes (webhook, epoch, delivered_to, told_to) SELECT 'other', epoch, 7, 7 FROM feed_sales
            """);
        Assert.True(await Sandbox.Webhooks.TestAsync("shop", "msg_test", "{}"u8.ToArray()));
        var current = await SellAsync(orders: 1);
        await ExecuteAsync($"INSERT INTO webhook_lanes (webhook, epoch, delivered_to, told_to) VALUES ('other', {current}, 0, 0)");

        Assert.Equal(1, Assert.Single(await PruneOldAsync(old)).Untold);

        Assert.Equal([("other", (int)current), ("shop", 0)], await Sandbox.ListAsync(
            "SELECT webhook, epoch FROM webhook_lanes ORDER BY webhook", row => (row.GetString(0), row.GetInt32(1))));
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
        await Sandbox.Webhooks.PutAsync("later", "https://later.example", [], secrets: null);
        Assert.Equal([("later", (int)current), ("shop", (int)current)], await Sandbox.ListAsync(
            "SELECT webhook, epoch FROM webhook_lanes ORDER BY webhook", row => (row.GetString(0), row.GetInt32(1))));
    }

    private async Task<long> NewPartAsync()
    {
        await Sandbox.OpenPartAsync();
        return await Sandbox.StartSaleAsync(Product, stock: 100);
    }

    private async Task StoreAsync(OrderBatch orders, params TransitionBatch[] transitions)
    {
        await Sandbox.Orders.StoreAsync([orders], transitions, [], CancellationToken.None);
        await Sandbox.AdvanceFeedAsync();
    }

    private async Task StoreAsync(TransitionBatch transitions)
    {
        await Sandbox.Orders.StoreAsync([], [transitions], [], CancellationToken.None);
        await Sandbox.AdvanceFeedAsync();
    }

    // What an operator gave up.
    private Task DiscardAsync(OrderBatch orders) => DiscardAsync(orders.ToJson());

    private Task DiscardAsync(TransitionBatch transitions) => DiscardAsync(transitions.ToJson());

    private async Task DiscardAsync(byte[] message)
    {
        var letter = new DeadLetter(message, "a reason", FirstSeen: null);
        await Sandbox.Orders.StoreAsync([], [], [letter], CancellationToken.None);
        Assert.True(await Sandbox.DeadLetters.DiscardAsync(letter, "tests", CancellationToken.None));
    }

    // What a rebuild has found nowhere, and an order that shows that it was carried out.
    private async Task LoseAsync(long epoch, int first, int last)
    {
        await Sandbox.SaleStore.NoteLossAsync(epoch, [(first, last)], lastSeq: last, CancellationToken.None);
        await StoreAsync(SampleBatch.Of(epoch, last + 1, count: 1));
    }

    // Until somebody has what it needs, or it has given up.
    private Task WaitsAsync(Task pruning) => Eventually.HoldsAsync("pruning that waits", async () => pruning.IsCompleted || (await Sandbox.ListAsync(
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND application_name = current_setting('application_name')",
        row => row.GetInt64(0)))[0] > 0);

    // A sale of which all is over but for a change, a webhook that was told all, and another sale after it.
    private async Task<long> AgeButAsync(string change)
    {
        await ExecuteAsync("INSERT INTO webhooks (name, url, events, secrets) VALUES ('shop', 'https://shop.example', '{}', '{s}')");
        var old = await SellAsync(orders: 5);
        await SellAsync(orders: 1);
        await ExecuteAsync("INSERT INTO webhook_lanes (webhook, epoch, delivered_to, told_to) SELECT 'shop', epoch, stored_to, stored_to FROM feed_sales");
        await Sandbox.AgeAsync(old, Long);
        await ExecuteAsync(change.Replace("{0}", $"{old}", StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal));
        return old;
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
