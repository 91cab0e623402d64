using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.Testing;
using Microsoft.AspNetCore.Builder;
using RabbitMQ.Client;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace FlashFlow.Drain.Tests;

/// <summary>The drain as it runs, between the real RabbitMQ and the real PostgreSQL.</summary>
public sealed class DrainProcessTests : IAsyncLifetime
{
    private readonly List<WebApplication> drains = [];
    private Sandbox sandbox = null!;
    private long epoch;

    public async Task InitializeAsync()
    {
        sandbox = await Sandbox.CreateAsync();
        epoch = await sandbox.StartSaleAsync("phone", stock: 10_000);
    }

    public async Task DisposeAsync()
    {
        foreach (var drain in drains)
            await drain.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Stores_what_was_accepted_before_it_started_and_after()
    {
        var before = await SellAsync(30);
        await StartDrainAsync();
        var after = await SellAsync(30);

        await StoredAsync([.. before, .. after]);
        await sandbox.AtRestAsync("phone");
    }

    // G6: every transition of a sale with holds arrives, and the books say so.
    [Fact]
    public async Task Stores_holds_and_what_happens_to_them()
    {
        var definition = new SaleDefinition { ProductId = "tablet", Name = "Tablet", Stock = 10, HoldSeconds = 60, HoldMaxSeconds = 60 };
        await sandbox.Office.StartAsync(definition, by: "test");
        OrderOperation[] buys = [.. Enumerable.Range(0, 3).Select(_ => new OrderOperation(OrderIds.New(TimeProvider.System), "ada", 2))];
        await sandbox.BuyAsync("tablet", buys);
        await sandbox.BuyAsync(
            "tablet",
            OrderOperation.ToChange(buys[0].OrderId, new OrderChange.Confirm("pay-1", 0, "")),
            OrderOperation.ToChange(buys[1].OrderId, new OrderChange.Release()));
        await sandbox.Sales.RestockAsync("tablet", (await sandbox.Sales.FindAsync("tablet"))!.Epoch, 5, key: null);
        await PublishOutboxAsync();
        await StartDrainAsync();

        var books = await sandbox.AtRestAsync("tablet");

        Assert.Equal((6, 6), (books.Transitions!.Seq, books.Transitions.Stored));
        Assert.Equal((2, 2, 2, 11), (books.Held, books.Sold, books.Lapsed, books.Remaining));
        Assert.Equal(
            [OrderStatus.Confirmed, OrderStatus.Released, OrderStatus.Held],
            await Task.WhenAll(buys.Select(async buy => (await sandbox.StoredOrders.FindAsync("tablet", buy.OrderId, CancellationToken.None))!.State.Status)));
    }

    [Fact]
    public async Task G3_a_message_delivered_twice_is_stored_once()
    {
        await StartDrainAsync();
        var batch = Batch(first: 1, count: 5);

        await PublishAsync(batch);
        await PublishAsync(batch);
        await PublishAsync(Batch(first: 6, count: 1));

        await CountAsync(6);
        Assert.Equal(0, await sandbox.Broker.CountReadyAsync());
    }

    [Fact]
    public async Task G8_an_order_that_cannot_be_stored_is_split_out_and_dead_lettered_with_its_reason()
    {
        var good = Batch(first: 1, count: 3);
        var bad = Batch(first: 4, count: 3) with { Quantities = [1, 0, 1] };
        await PublishAsync(good, bad);
        await PublishAsync(Batch(first: 7, count: 2));
        await StartDrainAsync();

        await CountAsync(7);
        var letter = Assert.Single(await DeadLettersAsync(1));
        Assert.Contains("orders_quantity_check", letter.Reason, StringComparison.Ordinal);
        Assert.Equal([bad.OrderIds[1]], OrderBatch.Parse(letter.Body.Span).OrderIds);
        Assert.Equal(5, OrderBatch.Parse(letter.Body.Span).FirstPosition);
    }

    [Fact]
    public async Task G1_an_order_whose_position_was_given_before_is_dead_lettered()
    {
        await StartDrainAsync();
        await PublishAsync(Batch(first: 1, count: 2));
        await CountAsync(2);

        await PublishAsync(Batch(first: 2, count: 2));

        await CountAsync(3);
        var letter = Assert.Single(await DeadLettersAsync(1));
        Assert.Equal($"position 2 of sale {epoch} is another order's", letter.Reason);
    }

    [Theory]
    [InlineData("nonsense", "Not a batch of orders")]
    [InlineData("{}", "Not a batch of orders")]
    [InlineData("""{"v":2,"product":"phone","epoch":1,"first":1,"at":1,"ids":[],"shoppers":[],"quantities":[]}""", "version 2")]
    public async Task G8_a_message_that_is_no_batch_is_dead_lettered_as_it_came(string body, string reason)
    {
        await StartDrainAsync();
        await sandbox.PublishAsync(new OutboxEntry("phone", "1-1", System.Text.Encoding.UTF8.GetBytes(body)));
        await PublishAsync(Batch(first: 1, count: 1));

        await CountAsync(1);
        var letter = Assert.Single(await DeadLettersAsync(1));
        Assert.Equal(body, System.Text.Encoding.UTF8.GetString(letter.Body.Span));
        Assert.Contains(reason, letter.Reason, StringComparison.Ordinal);
    }

    // G10: what is stored is told at once; what another drain stored and did not tell, within a second or so.
    [Fact]
    public async Task G10_what_a_drain_stores_is_told_and_what_another_has_left_untold_as_well()
    {
        await sandbox.Orders.StoreAsync([Batch(first: 1, count: 3)], [], [], CancellationToken.None);
        await StartDrainAsync();
        await ToldAsync(3);

        await PublishAsync(Batch(first: 5, count: 1));
        await CountAsync(4);
        await ToldAsync(3);
        await PublishAsync(Batch(first: 4, count: 1));
        await ToldAsync(5);
    }

    [Fact]
    public async Task What_is_not_to_be_kept_any_more_leaves_when_a_drain_starts()
    {
        await sandbox.Orders.StoreAsync([Batch(first: 1, count: 3)], [], [], CancellationToken.None);
        await sandbox.AdvanceFeedAsync();
        await sandbox.OpenPartAsync();
        await sandbox.StartSaleAsync("phone", stock: 10);
        await sandbox.AgeAsync(epoch, days: 40);
        sandbox.Settings["FlashFlow:Store:KeepDays"] = "30";

        await StartDrainAsync();

        await CountAsync(0);
        Assert.Equal([(int)epoch], await sandbox.ListAsync("SELECT epoch FROM pruned_sales", row => row.GetInt32(0)));
    }

    [Fact]
    public async Task Two_drains_share_the_work_and_store_everything_once()
    {
        await StartDrainAsync();
        await StartDrainAsync();

        var batches = Enumerable.Range(0, 200).Select(i => Batch(first: (i * 10) + 1, count: 10)).ToArray();
        await using (var held = await HeldOrders.HoldAsync(sandbox))
        {
            await Task.WhenAll(batches.Select(batch => PublishAsync(batch)));
            await Task.WhenAll(batches[..50].Select(batch => PublishAsync(batch)));
            await held.StoringAsync(drains: 2);
        }

        await CountAsync(2_000);
        await Eventually.SeesAsync("an empty queue", sandbox.Broker.CountReadyAsync, ready => ready == 0);
        Assert.Empty(await sandbox.DeadLettersAsync());
    }

    [Fact]
    public async Task A_stopping_drain_stores_and_acknowledges_what_it_was_given()
    {
        var drain = await StartDrainAsync();
        Task stopping;
        await using (var held = await HeldOrders.HoldAsync(sandbox))
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => PublishAsync(Batch(first: (i * 10) + 1, count: 10))));
            await held.StoringAsync(drains: 1);
            stopping = drain.StopAsync();
        }

        await stopping.Within("the drain to stop");

        var stored = (await sandbox.StoredOrderIdsAsync()).Count;
        Assert.True(stored > 0, "What the drain was storing when it stopped is not stored.");
        await drain.DisposeAsync();
        var left = await Eventually.SeesAsync("every message stored or in the queue", sandbox.Broker.CountReadyAsync, ready => (stored / 10) + ready == 300);
        Assert.Equal(3_000, stored + (left * 10));
    }

    [ServersFact]
    public async Task G3_waits_out_an_absent_PostgreSQL_and_loses_nothing()
    {
        await StartDrainAsync();
        var before = await SellAsync(20);
        await StoredAsync(before);

        await Servers.StopAsync("postgres");
        var during = await SellAsync((new DrainOptions().Prefetch * 10) + 200);
        await Eventually.SeesAsync("what the drain was not given yet", sandbox.Broker.CountReadyAsync, ready => ready == 20);
        await Servers.StartAsync("postgres");
        sandbox.Database.Clear(); // The test's own connections were cut, too.

        await StoredAsync([.. before, .. during]);
        await sandbox.AtRestAsync("phone");
    }

    [ServersFact]
    public async Task G3_comes_back_after_the_broker_was_killed()
    {
        await StartDrainAsync();
        var before = await SellAsync(500);

        await Servers.KillAsync("rabbitmq");
        await Servers.StartAsync("rabbitmq");
        var after = await SellAsync(20);

        await StoredAsync([.. before, .. after]);
        await sandbox.AtRestAsync("phone");
    }

    private Task<FeedSale?> ToldAsync(int last) => Eventually.SeesAsync(
        "the feed", () => sandbox.Feed.FindSaleAsync("phone", epoch, CancellationToken.None), sale => sale?.LastSeq == last);

    private async Task<WebApplication> StartDrainAsync()
    {
        var drain = await RunningDrain.StartAsync(sandbox);
        drains.Add(drain);
        return drain;
    }

    /// <summary>Sells one unit at a time, as guards do: from the ledger through the outbox to the broker.</summary>
    private async Task<List<Guid>> SellAsync(int orders)
    {
        var buys = Enumerable.Range(0, orders).Select(_ => new OrderOperation(OrderIds.New(TimeProvider.System), "ada", 1)).ToArray();
        foreach (var batch in buys.Chunk(10))
        {
            var entry = (await sandbox.BuyAsync("phone", batch)).Entry!;
            await sandbox.PublishAsync(entry);
            await sandbox.Outbox.RemoveAsync("phone", [entry.Id]);
        }

        return [.. buys.Select(buy => buy.OrderId)];
    }

    private async Task PublishOutboxAsync()
    {
        foreach (var entry in await sandbox.Outbox.ReadAsync("tablet", max: 100))
        {
            await sandbox.PublishAsync(entry);
            await sandbox.Outbox.RemoveAsync("tablet", [entry.Id]);
        }
    }

    private Task PublishAsync(params OrderBatch[] batches) =>
        sandbox.PublishAsync([.. batches.Select(batch => new OutboxEntry("phone", "1-1", batch.ToJson()))]);

    private Task<int> CountAsync(int orders) => Eventually.SeesAsync(
        $"{orders} stored orders", async () => (await sandbox.StoredOrderIdsAsync()).Count, stored => stored == orders);

    private async Task StoredAsync(List<Guid> orderIds)
    {
        await CountAsync(orderIds.Count);
        Assert.Equal(orderIds.Order(), (await sandbox.StoredOrderIdsAsync()).Order());
    }

    private Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int count) => Eventually.SeesAsync(
        $"{count} dead letters", sandbox.DeadLettersAsync, letters => letters.Count == count);

    private OrderBatch Batch(long first, int count) => SampleBatch.Of(epoch, first, count);
}
