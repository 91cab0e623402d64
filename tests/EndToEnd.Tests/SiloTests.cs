using FlashFlow.Core.Sales;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Silos that die, come and are replaced in the middle of a sale: three of them, two fronts, two drains.</summary>
public sealed class SiloTests : WholeWayTests
{
    private const int Stock = 1_500;

    protected override int Silos => 3;

    [Fact]
    public async Task G1_to_G6_hold_when_the_silo_with_the_hot_grain_is_killed()
    {
        using var crowd = await OpenAsync();
        var buying = BuyAllAsync(crowd);
        await AnswersAsync(crowd, 200);

        var hot = await FindHomeAsync();
        await hot.KillAsync();
        var heard = Sold(crowd);
        Assert.True(heard < Stock - 200, $"{heard} units were sold before the silo was killed.");
        await Eventually.SeesAsync("200 more orders", () => Task.FromResult(Sold(crowd)), sold => sold >= heard + 200);

        await EndAsync(crowd, buying);
        Assert.NotSame(hot, await FindHomeAsync());
    }

    [Fact]
    public async Task G1_to_G6_hold_when_a_silo_joins_under_load()
    {
        using var crowd = await OpenAsync();
        var joined = new TaskCompletionSource();
        var buying = BuyAllAsync(crowd, joined.Task);
        await AnswersAsync(crowd, 200);

        await StartSiloAsync();

        Assert.InRange(Sold(crowd), 1, Stock / 2);
        joined.SetResult();
        await EndAsync(crowd, buying);
    }

    [Fact]
    public async Task G1_to_G6_hold_when_every_silo_is_replaced_one_after_the_other()
    {
        using var crowd = await OpenAsync();
        var replaced = new TaskCompletionSource();
        var buying = BuyAllAsync(crowd, replaced.Task);
        await AnswersAsync(crowd, 100);

        foreach (var silo in SiloProcesses)
        {
            await StartSiloAsync();
            Assert.Equal(0, await silo.StopAsync());
        }

        Assert.InRange(Sold(crowd), 1, Stock / 2);
        replaced.SetResult();
        await EndAsync(crowd, buying);
    }

    [Fact]
    public async Task G3_G4_what_was_refused_while_a_silo_stood_still_is_not_accepted_when_it_goes_on()
    {
        using var crowd = await OpenAsync();
        var epoch = (await Sandbox.Sales.FindAsync(Product))!.Epoch;
        Assert.True((await crowd.BuyAsync("ada", "first")).HasOrder);
        var hot = await FindHomeAsync();

        hot.Freeze();
        var buying = crowd.BuyAsync("ben", "key");
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Paused);
        Assert.Equal("paused", (await buying.Within("ben to be refused by another silo")).Code);
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Open);
        hot.Thaw();

        // The others have it for dead.
        await hot.EndAsync();
        Assert.Equal(1, (await Sandbox.Sales.FindAsync(Product))!.Accepted);
    }

    [ServersFact]
    public async Task G3_what_the_last_silo_left_in_the_outbox_is_stored_once_another_one_runs_and_nobody_buys()
    {
        using var crowd = await OpenAsync();
        await Servers.KillAsync("rabbitmq");
        await crowd.BuyAsync(Enumerable.Range(0, 300).Select(i => ($"s{i}", (string?)null, 1)));
        var waiting = await Sandbox.Outbox.CountAsync(Product);
        Assert.NotEqual(0, waiting);
        foreach (var silo in SiloProcesses)
            await silo.KillAsync();
        await Servers.StartAsync("rabbitmq");
        Assert.Equal(waiting, await Sandbox.Outbox.CountAsync(Product));

        await StartSiloAsync();

        await CheckAsync(crowd, crowd.Answers.Count(answer => answer.HasOrder));
    }

    private async Task<Crowd> OpenAsync()
    {
        await Sandbox.StartSaleAsync(Product, Stock, limitPerShopper: 1);
        var fronts = await Task.WhenAll(StartFrontAsync(), StartFrontAsync());
        await Task.WhenAll(StartDrainAsync(), StartDrainAsync());
        return new(Product, fronts[0].Address, fronts[1].Address);
    }

    private static Task BuyAllAsync(Crowd crowd, Task? happened = null) => BuyAllAsync(crowd, Stock, happened ?? Task.CompletedTask);

    private Task EndAsync(Crowd crowd, Task buying) => EndAsync(crowd, buying, Stock);
}
