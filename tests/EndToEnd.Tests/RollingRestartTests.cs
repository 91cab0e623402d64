using System.Collections.Concurrent;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>An upgrade in the middle of a sale: every process is replaced, one after the other, and shoppers do not notice.</summary>
public sealed class RollingRestartTests : WholeWayTests
{
    private const int Early = 1_000;
    private const int Most = 60_000;

    protected override int Silos => 2;

    // Longer than this crowd, which is its own load balancer, takes to see that a front is not ready.
    protected override (string Key, string Value)[] GuardSettings => [.. base.GuardSettings, ("FlashFlow:Front:LeaveSeconds", "2")];

    [Theory, BothModes]
    public async Task G1_to_G6_hold_when_every_process_is_replaced_and_hardly_a_buy_is_refused(string mode)
    {
        Mode = mode;
        await Sandbox.StartSaleAsync(Product, Most);
        var fronts = await Task.WhenAll(StartFrontAsync(), StartFrontAsync());
        var drains = await Task.WhenAll(StartDrainAsync(), StartDrainAsync());
        using var crowd = new Crowd(Product, fronts[0].Address, fronts[1].Address);
        using var replaced = new CancellationTokenSource();
        var buying = crowd.BuyAsync(Buys(replaced.Token), atOnce: 16);
        await AnswersAsync(crowd, Early);

        if (IsClustered)
        {
            foreach (var silo in SiloProcesses)
            {
                await StartSiloAsync();
                Assert.Equal(0, await silo.StopAsync());
            }
        }

        foreach (var front in fronts)
        {
            crowd.Fronts.Add((await StartFrontAsync()).Address);
            var stopping = front.StopAsync();
            await IsNotReadyAsync(front);
            crowd.Fronts = new ConcurrentBag<Uri>(crowd.Fronts.Where(address => address != front.Address));
            Assert.Equal(0, await stopping);
        }

        foreach (var drain in drains)
        {
            await StartDrainAsync();
            Assert.Equal(0, await drain.StopAsync());
        }

        await replaced.CancelAsync();
        await buying.Within("every shopper to know", TimeSpan.FromSeconds(90));
        var sold = crowd.Answers.Count(answer => answer.HasOrder);
        await CheckAsync(crowd, sold);
        Assert.True(sold < Most, "All was sold before the last process was replaced.");
        Assert.Equal(sold, crowd.Answers.Count);
        Assert.InRange(crowd.Refused, 0, sold / 1_000);
    }

    private static IEnumerable<(string ShopperId, string? Key, int Quantity)> Buys(CancellationToken replaced)
    {
        for (var i = 0; i < Most && !replaced.IsCancellationRequested; i++)
            yield return ($"s{i}", "key", 1);
    }

    private static async Task IsNotReadyAsync(EngineProcess front)
    {
        using var client = new HttpClient();
        await Eventually.HoldsAsync("the front not to be ready", async () => !(await client.GetAsync(new Uri(front.Address, "/health/ready"))).IsSuccessStatusCode);
    }
}
