using System.Net;
using System.Net.Http.Json;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>The worst day: the ledger comes back with older data, or with none.</summary>
public sealed class LostLedgerTests : WholeWayTests
{
    private static readonly Dictionary<StackExchange.Redis.RedisKey, byte[]> Nothing = [];

    [Theory, BothModes]
    public async Task G1_G3_G4_G7_a_ledger_that_went_back_under_a_running_sale_is_suspended_and_sells_on_once_rebuilt(string mode)
    {
        Mode = mode;
        const int Stock = 120;
        await Sandbox.StartSaleAsync(Product, Stock);
        var front = await StartFrontAsync();
        await StartDrainAsync();
        using var crowd = new Crowd(Product, front.Address);
        await crowd.BuyAsync(Buys(0, 30));
        var copy = await Sandbox.CopyLedgerAsync();
        await crowd.BuyAsync(Buys(30, 30));
        await Sandbox.AtRestAsync(Product);

        await Sandbox.RestoreLedgerAsync(copy);

        await RefusedAsync(front);
        Assert.Equal(2, await RebuildAsync("nobody"));
        Assert.Equal(0, await RebuildAsync(Product));
        await RefusedAsync(front);
        Assert.Equal(0, await RebuildAsync(Product, "--yes"));

        await crowd.BuyAsync(Buys(0, 200));
        await CheckAsync(crowd, Stock);
    }

    /// <param name="family">Where a ledger that is empty has the product goes by its family, which only PostgreSQL knows then.</param>
    [Theory]
    [InlineData(null)]
    [InlineData("telephones")]
    public async Task G1_G3_G4_G7_a_ledger_that_was_emptied_while_nobody_watched_is_suspended_and_sells_on_once_rebuilt(string? family)
    {
        const int Stock = 90;
        await Sandbox.StartSaleAsync(Product, Stock, family: family);
        var before = await StartFrontAsync();
        await StartDrainAsync();
        using var crowd = new Crowd(Product, before.Address);
        await crowd.BuyAsync(Buys(0, 60));
        await Sandbox.AtRestAsync(Product);
        await Task.WhenAll(SiloProcesses.Append(before).Select(process => process.KillAsync()));

        await Sandbox.RestoreLedgerAsync(Nothing);

        if (IsClustered)
            await StartSiloAsync();
        var front = await StartFrontAsync();
        crowd.Fronts = [front.Address];
        await RefusedAsync(front);
        Assert.Equal(0, await RebuildAsync(Product, "--yes"));

        await crowd.BuyAsync(Buys(0, 150));
        await CheckAsync(crowd, Stock);
    }

    // The silos' table of members lies in the same Redis.
    [Fact]
    public async Task G7_a_Redis_that_lost_everything_sells_on_once_rebuilt_without_a_hand_on_any_process()
    {
        const int Stock = 90;
        await Sandbox.StartSaleAsync(Product, Stock);
        var front = await StartFrontAsync();
        await StartDrainAsync();
        using var crowd = new Crowd(Product, front.Address);
        await crowd.BuyAsync(Buys(0, 30));
        await Sandbox.AtRestAsync(Product);

        await Sandbox.LoseRedisAsync();

        await RefusedAsync(front);
        Assert.Equal(0, await RebuildAsync(Product, "--yes"));
        await crowd.BuyAsync(Buys(30, 1)).Within("a buy after the rebuild");
        await crowd.BuyAsync(Buys(0, 150));
        await CheckAsync(crowd, Stock);
    }

    private static IEnumerable<(string ShopperId, string? Key, int Quantity)> Buys(int first, int count) =>
        Enumerable.Range(first, count).Select(i => ($"s{i}", (string?)"key", 1));

    // Shoppers get 503, operators are told why and can change nothing, and the audit says it too.
    private async Task RefusedAsync(EngineProcess front)
    {
        using var client = new HttpClient { BaseAddress = front.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "demo-operator-key");
        using var refused = await client.PostAsJsonAsync($"/products/{Product}/orders", new { shopperId = "ada", quantity = 1 });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("\"suspended\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var resumed = await client.PostAsync(new Uri($"/products/{Product}/resume", UriKind.Relative), content: null);
        Assert.NotEqual(HttpStatusCode.OK, resumed.StatusCode);
        var guard = SiloProcesses.FirstOrDefault(silo => silo.IsRunning) ?? front;
        using var health = new HttpClient { BaseAddress = guard.Address };
        await Eventually.SeesAsync(
            "the reason in the health of whoever guards the stock",
            () => health.GetStringAsync(new Uri("/health/ready", UriKind.Relative)),
            text => text.Contains($"{Product} is suspended: the ledger", StringComparison.Ordinal));
        var (exitCode, output) = await ToolProcess.RunAsync(Sandbox, "audit", Product, "--wait", "0");
        Assert.Equal(1, exitCode);
        Assert.Contains("the sale is suspended", output, StringComparison.Ordinal);
    }

    private async Task<int> RebuildAsync(params string[] arguments) => (await ToolProcess.RunAsync(Sandbox, ["rebuild", .. arguments])).ExitCode;
}
