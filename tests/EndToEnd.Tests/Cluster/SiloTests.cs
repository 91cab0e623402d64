using System.Net.Http.Json;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests.Cluster;

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
        var heard = crowd.Answers.Count(answer => answer.HasOrder);
        var killed = DateTime.UtcNow;
        await AnswersAsync(crowd, heard + 200);
        var away = DateTime.UtcNow - killed;

        await EndAsync(crowd, buying);
        Assert.True(away < TimeSpan.FromSeconds(15), $"The sale stood still for {away.TotalSeconds:0.0} s after its silo was killed.");
        Assert.NotSame(hot, await FindHomeAsync());
    }

    [Fact]
    public async Task G1_to_G6_hold_when_a_silo_joins_under_load()
    {
        using var crowd = await OpenAsync();
        var buying = BuyAllAsync(crowd);
        await AnswersAsync(crowd, 200);

        await StartSiloAsync();

        await EndAsync(crowd, buying);
    }

    [Fact]
    public async Task G1_to_G6_hold_when_every_silo_is_replaced_one_after_the_other()
    {
        using var crowd = await OpenAsync();
        var buying = BuyAllAsync(crowd);
        await AnswersAsync(crowd, 100);

        foreach (var silo in SiloProcesses)
        {
            await StartSiloAsync();
            Assert.Equal(0, await silo.StopAsync());
        }

        await EndAsync(crowd, buying);
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

    // Twice as many as there are units, each with a key, and each asks until it knows.
    private static Task BuyAllAsync(Crowd crowd) => crowd.BuyAsync(Enumerable.Range(0, 2 * Stock).Select(i => ($"s{i}", (string?)"key", 1)));

    private async Task EndAsync(Crowd crowd, Task buying)
    {
        await buying.Within("every shopper to know", TimeSpan.FromSeconds(90));
        await CheckAsync(crowd, Stock);
        Assert.Equal(Stock, crowd.Answers.Count(answer => answer.HasOrder));
        Assert.Equal(Stock, crowd.Answers.Count(answer => answer.Code == "sold_out"));
        Assert.All(await UnitsByShopperAsync(), shopper => Assert.Equal(1, shopper.Value));
    }

    /// <summary>The silo in which the product's grain lives.</summary>
    private async Task<EngineProcess> FindHomeAsync()
    {
        using var client = new HttpClient();
        foreach (var silo in SiloProcesses.Where(silo => silo.IsRunning))
        {
            var products = await client.GetFromJsonAsync<string[]>(new Uri(silo.Address, "/products"));
            if (products!.Contains(Product))
                return silo;
        }

        throw new InvalidOperationException("No silo says that the product lives in it.");
    }
}
