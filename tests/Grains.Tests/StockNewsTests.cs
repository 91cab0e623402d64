using System.Collections.Concurrent;
using Orleans.Streams;

namespace FlashFlow.Grains.Tests;

public sealed class StockNewsTests() : ClusterTests(silos: 2)
{
    [Fact]
    public async Task Everybody_who_follows_a_product_hears_of_its_changes()
    {
        var epoch = (await Sale.StartAsync(Definition, "ada"))!.Value;
        var heard = new[] { new ConcurrentQueue<StockLevel>(), new ConcurrentQueue<StockLevel>() };
        foreach (var queue in heard)
        {
            await Cluster.Client.GetStreamProvider(StockNews.Provider).GetStream<StockNews>(StockNews.Stream(Product)).SubscribeAsync((news, _) =>
            {
                queue.Enqueue(news.Level);
                return Task.CompletedTask;
            });
        }

        await BuyAsync(Buy(30));
        await HearAsync(new(Product, epoch, 1, 70, SaleState.Open));
        await Sale.SetStateAsync(epoch, SaleState.Paused, "ada");
        await HearAsync(new(Product, epoch, 2, 70, SaleState.Paused));
        await Sale.RestockAsync(epoch, 5, key: null, "ada");
        await HearAsync(new(Product, epoch, 3, 75, SaleState.Paused));

        Task HearAsync(StockLevel level) => Task.WhenAll(heard.Select(queue =>
            Eventually.HoldsAsync($"news of {level}", () => Task.FromResult(queue.Contains(level)))));
    }
}
