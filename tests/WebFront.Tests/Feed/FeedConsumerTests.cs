using FlashFlow.Core.Draining;
using FlashFlow.Core.Rebuilding;
using Shop;

namespace FlashFlow.WebFront.Tests.Feed;

/// <summary>The consumer of docs/FeedConsumer.cs: its table is that of PostgreSQL, from the feed alone.</summary>
public sealed class FeedConsumerTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task G10_its_table_is_that_of_the_store_after_whatever_happened()
    {
        await using var corner = await Sandbox.CreateAsync();
        corner.Settings[GuardModes.Setting] = GuardModes.Standalone;
        await using var front = await RunningFront.StartAsync(corner, RunningFront.WithNamedKeys);
        var epochs = new List<long>();
        using var client = Client(front);
        var consumer = new FeedConsumer(client);
        foreach (var product in new[] { $"{Product}-a", $"{Product}-b" })
        {
            var epoch = await corner.StartHoldingAsync(product, stock: 1_000, holdSeconds: 60);
            epochs.Add(epoch);
            var held = SampleBatch.Held(epoch, first: 1, count: 6) with { ProductId = product, Quantities = [1, 2, 3, 1, 1, 1] };
            Transition To(int index, TransitionKind kind) => SampleBatch.To(held.OrderIds[index], index + 1, kind) with { Quantity = held.Quantities[index] };
            var happened = SampleBatch.Transitions(
                epoch,
                first: 7,
                To(0, TransitionKind.Confirmed) with { PaymentRef = "pay-1" },
                To(1, TransitionKind.Released),
                To(2, TransitionKind.Confirmed) with { PaymentRef = "pay-2" },
                To(2, TransitionKind.Cancelled) with { Cancelled = 2, Units = 2 },
                To(3, TransitionKind.Expired),
                To(3, TransitionKind.Refused) with { PaymentRef = "pay-3" },
                To(4, TransitionKind.Expired),
                To(4, TransitionKind.Reinstated) with { PaymentRef = "pay-4" },
                new Transition { Kind = TransitionKind.Restocked, Units = 5 });
            await corner.Orders.StoreAsync([], [happened with { ProductId = product }], [], CancellationToken.None);
            await corner.AdvanceFeedAsync();
            await ReadToTheEndAsync(consumer);
            await corner.Orders.StoreAsync([held], [], [], CancellationToken.None);
            await corner.AdvanceFeedAsync();
            await ReadToTheEndAsync(consumer);
        }

        foreach (var epoch in epochs)
            Assert.Equal((await corner.StoredOrders.ReadAsync(epoch, CancellationToken.None)).Select(Row).Order(), consumer.Orders.Where(order => order.Value.Epoch == epoch).Select(Row).Order());
    }

    // A gap that was made on purpose.
    [Fact]
    public void G10_it_notices_that_something_is_missing()
    {
        using var client = new HttpClient();
        var consumer = new FeedConsumer(client);
        consumer.Take(Event(3));
        consumer.Take(Event(4));
        Assert.Throws<InvalidDataException>(() => consumer.Take(Event(6)));
        consumer.Take(Event(4));
        consumer.Take(Event(5));
        consumer.Take(Event(6));
        Assert.Equal(4, consumer.Orders.Count);
    }

    [Fact]
    public async Task G10_a_store_that_has_lost_a_row_is_noticed_by_who_reads_the_feed()
    {
        await using var corner = await Sandbox.CreateAsync();
        corner.Settings[GuardModes.Setting] = GuardModes.Standalone;
        await using var front = await RunningFront.StartAsync(corner, RunningFront.WithNamedKeys);
        var epoch = await corner.StartSaleAsync(Product, stock: 10);
        await corner.Orders.StoreAsync([SampleBatch.Of(epoch, first: 1, count: 3) with { ProductId = Product }], [], [], CancellationToken.None);
        await corner.AdvanceFeedAsync();
        await using (var lose = corner.Database.CreateCommand($"DELETE FROM orders WHERE epoch = {epoch} AND position = 2"))
            await lose.ExecuteNonQueryAsync();

        using var client = Client(front);
        var consumer = new FeedConsumer(client);
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => ReadToTheEndAsync(consumer));
        Assert.Equal($"Sale {epoch}: 3 came after 1.", failure.Message);
    }

    private static FeedConsumer.Event Event(long seq) =>
        new("order.confirmed", 1, seq, null, Guid.NewGuid(), seq, "ada", 1, null, null, "confirmed", null, null);

    private static async Task ReadToTheEndAsync(FeedConsumer consumer)
    {
        while (await consumer.ReadAsync(waitSeconds: 0, CancellationToken.None) > 0)
        {
            // The next page.
        }
    }

    private static HttpClient Client(RunningFront front)
    {
        var client = new HttpClient { BaseAddress = front.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", RunningFront.ShopKey);
        return client;
    }

    private static string Row(SoldOrder order) =>
        $"{order.OrderId} {order.Position} {order.ShopperId} {order.Quantity} {order.State?.Amount} {order.State?.Currency} {order.State?.Status.ToString().ToLowerInvariant()} {order.State?.PaymentRef} {order.State?.Cancelled ?? 0}";

    private static string Row(KeyValuePair<Guid, FeedConsumer.Order> order) =>
        $"{order.Key} {order.Value.Position} {order.Value.ShopperId} {order.Value.Quantity} {order.Value.Amount} {order.Value.Currency} {order.Value.Status} {order.Value.PaymentRef} {order.Value.Cancelled}";
}
