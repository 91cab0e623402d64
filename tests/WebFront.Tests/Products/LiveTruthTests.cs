using FlashFlow.Core.Guarding;
using FlashFlow.Core.Rooms;
using FlashFlow.WebFront.Tests.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.WebFront.Tests.Products;

/// <summary>What watchers see is so: each change of a sale within a second, also those of which nobody sends news.</summary>
public abstract class LiveTruthTests(SharedFront shared) : SharedFrontTests(shared)
{
    // A second is promised; the rest is for a machine that is busy with something else.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private static readonly DateTimeOffset Far = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_sale_that_an_operator_opens_is_open_for_watchers_also_while_it_sells_all_the_time()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10_000, opensAt = Far });
        using var watcher = await Watcher.OpenAsync(Front, Product);
        await watcher.SeesAsync("not_open");
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10_000 });
        using var end = new CancellationTokenSource();
        var crowd = BuyUntilAsync(end.Token);

        await watcher.SeesAsync("open").Within("a watcher who sees the sale open", Soon);
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10_000, closesAt = DateTimeOffset.UtcNow.AddDays(-1) });
        await watcher.SeesAsync("closed").Within("a watcher who sees the sale closed", Soon);
        await end.CancelAsync();
        await crowd;
    }

    [Fact]
    public async Task A_window_opens_and_closes_for_watchers_when_it_does_for_buyers()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10, opensAt = Far });
        using var watcher = await Watcher.OpenAsync(Front, Product);
        await watcher.SeesAsync("not_open");

        var opens = InASecond();
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10, opensAt = opens });
        await watcher.SeesAsync("open").Within("open", Soon);
        Assert.InRange(DateTimeOffset.UtcNow, opens, Far);
        (await Front.BuyAsync(Product)).IsOrder(202, Product);

        var closes = InASecond();
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10, opensAt = opens, closesAt = closes });
        await watcher.SeesAsync("closed").Within("closed", Soon);
        Assert.InRange(DateTimeOffset.UtcNow, closes, Far);
        (await Front.BuyAsync(Product)).IsProblem(409, "closed");

        // The ledger's times are whole milliseconds.
        static DateTimeOffset InASecond() => DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddSeconds(1).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Changes_of_which_no_news_come_are_seen_all_the_same()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        using var watcher = await Watcher.OpenAsync(Front, Product);
        await watcher.SeesAsync("open");

        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Paused);
        await watcher.SeesAsync("paused").Within("paused", Soon);
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Open);
        await watcher.SeesAsync("open").Within("open", Soon);
        await Sandbox.Sales.RestockAsync(Product, epoch, 5, key: null);
        Assert.Equal(15, JsonElement.Parse(await watcher.NextAsync().Within("restocked", Soon)).GetProperty("remaining").GetInt64());
    }

    [Fact]
    public async Task G7_a_suspension_and_its_end_are_seen_though_nobody_sends_news_of_them()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        using var watcher = await Watcher.OpenAsync(Front, Product);
        await watcher.SeesAsync("open");

        await Sandbox.Sales.SuspendIfBehindAsync(Product, new HighWaterMark(epoch, 3));
        await watcher.SeesAsync("suspended").Within("suspended", Soon);
        Assert.True(await Sandbox.Rebuild.CarryOutAsync((await Sandbox.Rebuild.PlanAsync(Product, CancellationToken.None))!));
        await watcher.SeesAsync("open").Within("open once rebuilt", Soon);
    }

    [Fact]
    public async Task G7_a_sale_that_is_gone_from_the_ledger_is_suspended_for_who_watches()
    {
        await using var sandbox = await CreateCornerAsync();
        await using var guard = await EngineProcess.StartGuardAsync(sandbox);
        await using var front = await RunningFront.StartAsync(sandbox);
        await sandbox.StartSaleAsync(Product, stock: 10);
        using var watcher = await Watcher.OpenAsync(front, Product);
        await watcher.SeesAsync("open");

        await sandbox.RestoreLedgerAsync(new Dictionary<StackExchange.Redis.RedisKey, byte[]>());

        await watcher.SeesAsync("suspended").Within("suspended", Soon);
    }

    [Fact]
    public async Task An_archived_product_is_told_to_who_watches_and_its_next_sale_too()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 10 });
        using var watcher = await Watcher.OpenAsync(Front, Product);
        await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close");
        await watcher.SeesAsync("closed");

        await Front.OperateAsync(HttpMethod.Delete, $"/products/{Product}");
        await watcher.SeesAsync("archived").Within("archived", Soon);
        (await Front.GetAsync($"/products/{Product}/live")).IsProblem(404, "unknown_product");
        await Front.DefineAsync(Product, new { name = "Phone", stock = 3 });
        Assert.Equal(3, (await watcher.SeesAsync("open").Within("the next sale", Soon)).GetProperty("remaining").GetInt64());
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(7)]
    public async Task A_front_whose_clock_is_wrong_by_hours_tells_what_the_ledger_does(int hours)
    {
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            services => services.AddSingleton<TimeProvider>(new WrongClock(TimeSpan.FromHours(hours))),
            RunningFront.WithOperatorKey);
        var (opens, closes) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        var window = new { name = "Phone", stock = 10, opensAt = opens, closesAt = closes };
        Assert.Equal("open", (await front.DefineAsync(Product, window)).Is(201).GetProperty("state").GetString());

        using var watcher = await Watcher.OpenAsync(front, Product);
        Assert.Equal("open", JsonElement.Parse(await watcher.NextAsync()).GetProperty("state").GetString());
        Assert.Equal("open", (await front.GetAsync($"/products/{Product}")).Is(200).GetProperty("state").GetString());
        var listed = (await front.GetAsync("/products?limit=1000")).Is(200).EnumerateArray();
        Assert.Equal("open", listed.Single(product => product.GetProperty("productId").GetString() == Product).GetProperty("state").GetString());
        (await front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Fact]
    public async Task Watchers_of_a_product_share_the_looks_at_the_ledger_and_nobody_looks_when_nobody_watches()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var front = await RunningFront.StartAsync(Sandbox, CountedLooks.In(out var counted));
        var watchers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Watcher.OpenAsync(front, Product)));
        await Task.WhenAll(watchers.Select(watcher => watcher.SeesAsync("open")));
        var (before, started) = (counted.Looks, DateTime.UtcNow);
        await Eventually.HoldsAsync("a few looks", () => Task.FromResult(counted.Looks >= before + 5));
        Assert.True(DateTime.UtcNow - started >= TimeSpan.FromSeconds(2), "Forty watchers look more often than one.");

        foreach (var watcher in watchers)
            watcher.Dispose();

        // Whoever left is noticed at once; a look may be on its way.
        var last = counted.Looks;
        await Eventually.HoldsAsync("no more looks", async () =>
        {
            last = counted.Looks;
            await Task.Delay(TimeSpan.FromSeconds(2));
            return counted.Looks == last;
        });
    }

    [Fact]
    public async Task What_is_told_of_a_line_is_no_look_that_was_shown_before()
    {
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            services => services.AddSingleton(all => ActivatorUtilities.CreateInstance<RoomDesk>(all, new ManualClock())),
            RunningFront.WithOperatorKey);
        await front.DefineAsync(Product, new { name = "Phone", stock = 10, room = new { startsAt = Far, perMinute = 60 } });
        using var watcher = await Watcher.OpenAsync(front, Product);
        Assert.Equal(0, MembersOf(JsonElement.Parse(await watcher.NextAsync())));

        await Sandbox.Rooms.EnterAsync(Product, ["ada"], []);

        await watcher.SeesAsync(seen => MembersOf(seen) == 1).Within("a watcher who sees that somebody has joined", Soon);

        static long? MembersOf(JsonElement seen) => seen.TryGetProperty("line", out var line) ? line.GetProperty("members").GetInt64() : null;
    }

    [Fact]
    public async Task A_stream_asks_those_in_between_to_pass_it_on_as_it_comes()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        using var watcher = await Watcher.OpenAsync(Front, Product);

        Assert.Equal("no", watcher.Response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.True(watcher.Response.Headers.CacheControl is { NoCache: true, NoStore: true });
        Assert.Empty(watcher.Response.Content.Headers.ContentEncoding);
    }

    private async Task BuyUntilAsync(CancellationToken end)
    {
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            await Front.BuyAsync(Product, shopperId: $"s{i}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }
}

public sealed class LiveTruthInClusterTests(ClusterFront shared) : LiveTruthTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class LiveTruthStandaloneTests(StandaloneFront shared) : LiveTruthTests(shared);
