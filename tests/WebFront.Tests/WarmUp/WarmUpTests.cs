using System.Collections.Concurrent;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.WebFront.Tests.WarmUp;

public abstract class WarmUpTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_front_that_warms_up_is_alive_but_not_ready()
    {
        var ledger = new SlowLedger();
        await using var front = await StartAsync(ledger, new AnswerLog(), milliseconds: 60_000);

        var ready = await front.GetAsync("/health/ready");
        Assert.Equal((503, "Unhealthy"), (ready.Status, StatusOf("warm", ready)));
        Assert.Equal("Healthy", StatusOf("redis", ready));
        Assert.Equal(200, (await front.GetAsync("/health/live")).Status);

        ledger.Answer.SetException(new LedgerUnavailableException("away"));
        var now = await Eventually.SeesAsync("the end of the warm-up", () => front.GetAsync("/health/ready"), answer => answer.Status == 200);
        Assert.Equal("Healthy", StatusOf("warm", now));
    }

    [Fact]
    public async Task A_warm_up_takes_no_longer_than_it_may()
    {
        var ledger = new SlowLedger();
        await using var front = await StartAsync(ledger, new AnswerLog(), milliseconds: 50);

        // Well before the ten seconds that it takes unless it is told otherwise.
        await Eventually.SeesAsync("the end of the warm-up", () => front.GetAsync("/health/ready"), answer => answer.Status == 200, TimeSpan.FromSeconds(9));
        Assert.False(ledger.Answer.Task.IsCompleted, "The warm-up ended because it was answered.");
        ledger.Answer.SetException(new LedgerUnavailableException("away")); // A front that stops waits for the calls that it has.
    }

    [Fact]
    public async Task A_warm_up_orders_through_every_door_sells_nothing_and_uses_up_nobodys_limit()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var before = await Footprint.OfAsync(Sandbox, Product);
        var answers = new AnswerLog();
        await using var front = await StartAsync(
            ledger: null,
            answers,
            milliseconds: 60_000,
            ("FlashFlow:RateLimit:PerAddressPerSecond", "1"),
            ("FlashFlow:RateLimit:AddressBurst", "1"),
            ("FlashFlow:RateLimit:PerShopperPerSecond", "1"),
            ("FlashFlow:RateLimit:ShopperBurst", "1"));
        await Eventually.SeesAsync("every kind of answer", () => Task.FromResult(answers.Orders.Select(order => order.Status).Distinct().Count()), count => count == 3);

        var selling = answers.PathOf(202);
        Assert.Equal(selling.Replace("/orders", "-sold-out/orders", StringComparison.Ordinal), answers.PathOf(409));
        Assert.Equal(selling.Replace("/orders", "-unknown/orders", StringComparison.Ordinal), answers.PathOf(404));
        Assert.Equal(3, answers.Orders.Distinct().Count());
        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
        (await front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Fact]
    public async Task A_warm_up_is_over_when_the_code_is_compiled_and_then_nobody_knows_its_products()
    {
        var answers = new AnswerLog();
        await using var front = await StartAsync(ledger: null, answers, milliseconds: 60_000);
        await Eventually.SeesAsync("the end of the warm-up", () => front.GetAsync("/health/ready"), answer => answer.Status == 200, TimeSpan.FromSeconds(50));

        Assert.True(answers.Orders.Count >= 200, $"There were {answers.Orders.Count} orders.");
        (await front.BuyAsync(answers.PathOf(202).Split('/')[2])).IsProblem(404, "unknown_product");
    }

    [Fact]
    public async Task A_front_that_is_told_not_to_does_not_warm_up()
    {
        var answers = new AnswerLog();
        await using var front = await StartAsync(new SlowLedger(), answers, milliseconds: 0);

        Assert.Equal(200, (await front.GetAsync("/health/ready")).Status);
        Assert.Empty(answers.Orders);
    }

    private Task<RunningFront> StartAsync(SlowLedger? ledger, AnswerLog answers, int milliseconds, params (string Key, string Value)[] settings) =>
        RunningFront.StartAsync(
            Sandbox,
            services =>
            {
                services.AddSingleton<IStartupFilter>(answers);
                if (ledger is not null)
                    services.AddKeyedSingleton<IStockLedger>(StockLedgers.ForWarmUp, ledger);
            },
            [.. settings, ("FlashFlow:Front:WarmUpMilliseconds", $"{milliseconds}")]);

    private static string? StatusOf(string check, HttpAnswer ready) =>
        ready.Json.GetProperty("checks").GetProperty(check).GetProperty("status").GetString();

    /// <summary>A ledger whose answer a test gives.</summary>
    private sealed class SlowLedger : IStockLedger
    {
        public TaskCompletionSource<LedgerReply> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch) => Answer.Task;
    }

    /// <summary>What the front answered to orders, seen from outside of its pipeline.</summary>
    private sealed class AnswerLog : IStartupFilter
    {
        public ConcurrentQueue<(string Path, int Status)> Orders { get; } = [];

        public string PathOf(int status) => Assert.Single(Orders.Where(order => order.Status == status).Select(order => order.Path).Distinct());

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                var path = context.Request.Path.ToString();
                await rest(context);
                if (HttpMethods.IsPost(context.Request.Method) && !context.RequestAborted.IsCancellationRequested)
                    Orders.Enqueue((path, context.Response.StatusCode));
            });
            next(app);
        };
    }
}

public sealed class WarmUpInClusterTests(ClusterFront shared) : WarmUpTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class WarmUpStandaloneTests(StandaloneFront shared) : WarmUpTests(shared);
