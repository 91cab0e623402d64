using FlashFlow.Core.Buying;

namespace FlashFlow.WebFront.Tests.Guarding;

[Collection(StandaloneFront.Name)]
public sealed class OutboxServiceTests(StandaloneFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task G3_a_front_that_stops_publishes_first_what_it_accepted()
    {
        await Sandbox.StartSaleAsync(Product, stock: 100);
        // One entry at a time, so that many still wait when it is told to stop.
        await using (var front = await RunningFront.StartAsync(
            Sandbox, ("FlashFlow:Guard:MaxBatch", "1"), ("FlashFlow:Relay:Workers", "1"), ("FlashFlow:Relay:MaxBatch", "1")))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => front.BuyAsync(Product, shopperId: $"s{i}")));
            Assert.All(answers, answer => answer.IsOrder(202, Product));
        }

        Assert.Equal(100, await Sandbox.Outbox.CountAsync(Product)); // Until they are stored.
        await Eventually.SeesAsync("its orders in the broker", Sandbox.Broker.CountReadyAsync, ready => ready == 100);
    }

    [Fact]
    public async Task G3_a_front_publishes_what_a_dead_one_left_in_the_outbox()
    {
        await Sandbox.StartSaleAsync(Product, stock: 100);
        await Sandbox.BuyAsync(Product, new OrderOperation(OrderIds.New(TimeProvider.System), "ada", 1));
        await Sandbox.BuyAsync(Product, new OrderOperation(OrderIds.New(TimeProvider.System), "bob", 1));
        Assert.Equal(2, await Sandbox.Outbox.CountAsync(Product));

        await using var front = await RunningFront.StartAsync(
            Sandbox, ("FlashFlow:Relay:SweepIntervalMilliseconds", "50"), ("FlashFlow:Relay:SweepMinAgeMilliseconds", "0"));

        await Eventually.SeesAsync("them in the broker", Sandbox.Broker.CountReadyAsync, ready => ready > 0);
        await Sandbox.StoreOutboxAsync(Product);
        await Sandbox.WaitForEmptyOutboxAsync(Product);
    }
}
