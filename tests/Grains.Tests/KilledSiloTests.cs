using System.Collections.Concurrent;
using Orleans.Runtime;

namespace FlashFlow.Grains.Tests;

public sealed class KilledSiloTests() : ClusterTests(silos: 3)
{
    [Fact]
    public async Task G1_G2_G4_a_silo_killed_in_mid_sale_costs_no_unit_and_sells_none_twice()
    {
        const int Stock = 500;
        await Sandbox.StartSaleAsync(Product, Stock);
        var results = new ConcurrentBag<OrderResult>();
        var shoppers = Parallel.ForEachAsync(
            Enumerable.Range(0, 2 * Stock), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) => results.Add(await BuyUntilKnownAsync()));
        await Eventually.HoldsAsync("100 answers", () => Task.FromResult(results.Count >= 100));

        await Cluster.KillSiloAsync(FindHome());

        await shoppers.Within("every shopper to know", TimeSpan.FromSeconds(60));
        Assert.Equal(Enumerable.Range(1, Stock), results.Where(result => result.HasOrder).Select(result => (int)result.Position).Order());
        Assert.Equal(2, Cluster.GetActiveSilos().Count());
        await Sandbox.StoreOutboxAsync(Product);
        await Sandbox.WaitForEmptyOutboxAsync(Product);
    }

    // As a front does: the same order id until there is an answer.
    private async Task<OrderResult> BuyUntilKnownAsync()
    {
        var buy = Buy();
        for (; ; buy = buy with { MayBeReplay = true })
        {
            try
            {
                return (await BuyAsync(buy).WaitAsync(TimeSpan.FromSeconds(2)))[0];
            }
            catch (Exception failure) when (failure is TimeoutException or OrleansException)
            {
                // Asked again.
            }
        }
    }
}
