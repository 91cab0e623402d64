using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Live;

public sealed class LiveStockTests
{
    private readonly LiveStock live = new();

    [Fact]
    public void The_latest_level_stands_whatever_order_they_come_in()
    {
        Assert.Null(live.Latest(Product));
        foreach (var version in new[] { 2, 5, 3 })
            live.Receive(Level(version));
        Assert.Equal(Level(5), live.Latest(Product));

        live.Receive(Level(1) with { Epoch = Epoch + 1 });
        live.Receive(Level(6));
        Assert.Equal(Level(1) with { Epoch = Epoch + 1 }, live.Latest(Product));
        Assert.Null(live.Latest("tablet"));
    }

    [Fact]
    public void Each_later_level_is_raised_once()
    {
        var heard = new List<long>();
        live.Changed += level => heard.Add(level.Version);
        foreach (var version in new[] { 2, 5, 3, 5, 6 })
            live.Receive(Level(version));
        Assert.Equal([2, 5, 6], heard);
    }

    [Fact]
    public async Task Who_waits_hears_of_the_next_level_of_that_product()
    {
        var change = live.ChangeAsync(Product, seen: null);
        live.Receive(Level(1) with { ProductId = "tablet" });
        Assert.False(change.IsCompleted);
        live.Receive(Level(1));
        await change.Within("the change");

        change = live.ChangeAsync(Product, Level(1));
        live.Receive(Level(1));
        Assert.False(change.IsCompleted);
        live.Receive(Level(2));
        await change.Within("the second change");
    }

    [Fact]
    public void Who_has_seen_less_need_not_wait()
    {
        live.Receive(Level(4));
        Assert.True(live.ChangeAsync(Product, Level(3)).IsCompleted);
        Assert.False(live.ChangeAsync(Product, Level(4)).IsCompleted);
    }

    private static StockLevel Level(int version) => new(Product, Epoch, version, 100 - version, SaleState.Open);
}
