using System.Diagnostics;
using System.Net;

namespace FlashFlow.WebFront.Tests;

/// <summary>What a front answers, and how soon, while a server stands still: it keeps its connections, and answers nobody.</summary>
public abstract class FrozenServerTests(SharedFront shared) : SharedFrontTests(shared)
{
    // The front's own deadlines are a second or two. Without them the servers' clients would wait for fifteen, or for good.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task While_PostgreSQL_stands_still_health_and_what_the_ledger_knows_are_told_soon()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var line = new HoldableLine(RealServices.PostgresEndPoint);
        await using var front = await RunningFront.StartAsync(Sandbox, RunningFront.WithOperatorKey, Behind(line));
        await IsSaidAsync(front, "postgres", "Healthy");

        line.Hold();
        var buy = await SoonAsync("a buy", () => front.BuyAsync(Product));

        var place = $"/products/{Product}/orders/{buy.IsOrder(202, Product)}";
        (await SoonAsync("the order", () => front.GetAsync(place))).Is(200);
        (await SoonAsync("an order that nobody has", () => front.GetAsync($"/products/{Product}/orders/{Guid.NewGuid()}"))).IsProblemForNow("unavailable");
        foreach (var call in new[] { "pause", "resume" })
            (await SoonAsync(call, () => front.OperateAsync(HttpMethod.Post, $"/products/{Product}/{call}"))).Is(200);
        if (!IsClustered) // Where there are silos they number the sales, and theirs is another way to PostgreSQL.
            (await SoonAsync("a new sale", () => front.DefineAsync("never", new { name = "Phone", stock = 10 }))).IsProblemForNow("unavailable");

        // However many ask, and however often.
        var ready = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => SoonAsync("health", () => front.GetAsync("/health/ready"))));
        Assert.All(ready, answer => Assert.Equal(200, answer.Status));
        var check = ready[^1].Json.GetProperty("checks").GetProperty("postgres");
        Assert.Equal("Degraded", check.GetProperty("status").GetString());
        Assert.Equal("postgres did not answer within 1500 ms.", check.GetProperty("description").GetString());

        line.LetGo();
        await Eventually.HoldsAsync("a healthy store", async () => await StatusAsync(front, "postgres") == "Healthy");
    }

    [Fact]
    public async Task While_Redis_stands_still_health_and_what_the_store_knows_are_told_soon()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var line = new HoldableLine(RealServices.RedisEndPoint);
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            ("FlashFlow:Redis:Configuration", RealServices.Redis.Replace(RealServices.RedisEndPoint.ToString()!, line.Address, StringComparison.Ordinal)));
        var orderId = (await OtherFront.BuyAsync(Product)).IsOrder(202, Product);
        await StoreAsync(orderId);
        await IsSaidAsync(front, "redis", "Healthy");

        line.Hold();

        (await SoonAsync("the order", () => front.GetAsync($"/products/{Product}/orders/{orderId}"))).Is(200);
        var ready = await SoonAsync("health", () => front.GetAsync("/health/ready"));
        Assert.Equal(503, ready.Status);
        Assert.Equal("Unhealthy", ready.Json.GetProperty("checks").GetProperty("redis").GetProperty("status").GetString());
        line.LetGo();
    }

    [Fact]
    public async Task A_crowd_that_asks_for_orders_takes_no_more_than_half_of_the_connections()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var front = await RunningFront.StartAsync(
            Sandbox, RunningFront.WithOperatorKey, ("FlashFlow:Postgres:MaxPoolSize", "4"), ("FlashFlow:Postgres:DeadlineMilliseconds", "3000"));

        // Whoever reads orders waits for this; other tables are free.
        await using var connection = await Sandbox.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE", connection))
            await hold.ExecuteNonQueryAsync();
        var crowd = Enumerable.Range(0, 50).Select(_ => front.GetAsync($"/products/{Product}/orders/{Guid.NewGuid()}")).ToArray();
        await Eventually.HoldsAsync("somebody who waits for the orders", WaitsAsync);

        // A change of the sale is recorded meanwhile.
        (await SoonAsync("a pause", () => front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause"))).Is(200);
        (await SoonAsync("the history", () => front.OperateAsync(HttpMethod.Get, $"/products/{Product}/history"))).Is(200);

        Assert.All(await Task.WhenAll(crowd), answer => answer.IsProblemForNow("unavailable"));
        await transaction.RollbackAsync();
    }

    private async Task<bool> WaitsAsync()
    {
        await using var command = Sandbox.Database.CreateCommand("SELECT count(*) > 1 FROM pg_locks WHERE NOT granted AND relation = 'orders'::regclass");
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private (string Key, string Value) Behind(HoldableLine line) => (
        "FlashFlow:Postgres:ConnectionString",
        Sandbox.PostgresWith(settings => settings.Port = IPEndPoint.Parse(line.Address).Port));

    private static Task<string?> IsSaidAsync(RunningFront front, string check, string status) =>
        Eventually.SeesAsync($"{check} to be {status}", () => StatusAsync(front, check), seen => seen == status);

    private static async Task<string?> StatusAsync(RunningFront front, string check) =>
        (await front.GetAsync("/health/ready")).Json.GetProperty("checks").GetProperty(check).GetProperty("status").GetString();

    private static async Task<HttpAnswer> SoonAsync(string what, Func<Task<HttpAnswer>> call)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await call();
        var elapsed = Stopwatch.GetElapsedTime(started);
        Assert.True(elapsed < Soon, $"{what} was answered {answer.Status} after {elapsed.TotalSeconds:0.0} s.");
        return answer;
    }
}

public sealed class FrozenServerInClusterTests(ClusterFront shared) : FrozenServerTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class FrozenServerStandaloneTests(StandaloneFront shared) : FrozenServerTests(shared);
