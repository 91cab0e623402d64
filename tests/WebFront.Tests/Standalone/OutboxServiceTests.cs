using FlashFlow.Core.Buying;

namespace FlashFlow.WebFront.Tests.Standalone;

public sealed class OutboxServiceTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task G3_a_front_that_stops_publishes_first_what_it_accepted()
    {
        await Sandbox.StartSaleAsync(Product, stock: 100);
        await using (var front = await RunningFront.StartAsync(Sandbox, ("FlashFlow:Guard:MaxBatch", "1")))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => front.BuyAsync(Product, shopperId: $"s{i}")));
            Assert.All(answers, answer => answer.IsOrder(202, Product));
        }

        Assert.Equal(0, await Sandbox.Outbox.CountAsync(Product));
    }

    [Fact]
    public async Task G3_a_front_publishes_what_a_dead_one_left_in_the_outbox()
    {
        await Sandbox.StartSaleAsync(Product, stock: 100);
        await Sandbox.BuyAsync(Product, new BuyRequest(OrderIds.New(), "ada", 1));
        await Sandbox.BuyAsync(Product, new BuyRequest(OrderIds.New(), "bob", 1));
        Assert.Equal(2, await Sandbox.Outbox.CountAsync(Product));

        await using var front = await RunningFront.StartAsync(
            Sandbox, ("FlashFlow:Relay:SweepIntervalMilliseconds", "50"), ("FlashFlow:Relay:SweepMinAgeMilliseconds", "0"));

        // The other fronts here wait 3 s before they take an entry for one left behind.
        await Eventually.SeesAsync("an empty outbox", () => Sandbox.Outbox.CountAsync(Product), count => count == 0, TimeSpan.FromSeconds(2));
    }
}
