using FlashFlow.Supervisor.Servers;

namespace FlashFlow.WebFront.Tests;

/// <summary>What the front answers while Redis, RabbitMQ or PostgreSQL is away, silent or has lost its data.</summary>
[Collection(StandaloneFront.Name)]
public sealed class ServiceAwayTests(StandaloneFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task G7_without_Redis_nothing_is_accepted_and_everybody_is_told_to_come_again()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var before = await Footprint.OfAsync(Sandbox, Product);
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            RunningFront.WithOperatorKey,
            RunningFront.InDemoMode,
            ("FlashFlow:Redis:Configuration", $"127.0.0.1:{FreePort.Find()}"),
            ("FlashFlow:Redis:DeadlineMilliseconds", "500"));

        (await front.BuyAsync(Product)).IsProblemForNow("unavailable");
        (await front.BuyAsync(Product, key: "k")).IsProblemForNow("unavailable");
        (await front.BuyAsync("ghost")).IsProblemForNow("unavailable");
        (await front.PostAsync("/buy")).IsProblemForNow("unavailable");
        (await front.PostAsync("/init")).IsProblemForNow("unavailable");
        (await front.GetAsync("/products")).IsProblemForNow("unavailable");
        (await front.GetAsync($"/products/{Product}")).IsProblemForNow("unavailable");
        (await front.GetAsync($"/products/{Product}/orders/{Guid.NewGuid()}")).IsProblemForNow("unavailable");
        (await front.DefineAsync(Product, new { name = "Phone", stock = 10 })).IsProblemForNow("unavailable");
        (await front.DefineAsync(Product, new { name = "Phone", stock = 10 }, reset: true)).IsProblemForNow("unavailable");
        (await front.RestockAsync(Product, new { units = 1 })).IsProblemForNow("unavailable");
        (await front.AuditAsync(Product)).IsProblemForNow("unavailable");
        foreach (var call in new[] { "pause", "resume", "close" })
            (await front.OperateAsync(HttpMethod.Post, $"/products/{Product}/{call}")).IsProblemForNow("unavailable");
        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));

        // What is wrong with a request is told all the same.
        (await front.BuyAsync(Product, quantity: 0)).IsProblem(422, "invalid_quantity");

        Assert.Equal(200, (await front.GetAsync("/health/live")).Status);
        var ready = await front.GetAsync("/health/ready");
        Assert.Equal(503, ready.Status);
        Assert.Equal("Unhealthy", ready.Json.GetProperty("status").GetString());
        var checks = ready.Json.GetProperty("checks");
        Assert.Equal("Unhealthy", checks.GetProperty("redis").GetProperty("status").GetString());
        Assert.Equal("Healthy", checks.GetProperty("rabbitmq").GetProperty("status").GetString());
        Assert.Equal("Healthy", checks.GetProperty("postgres").GetProperty("status").GetString());
    }

    [Fact]
    public async Task G7_a_ledger_that_lost_what_is_stored_sells_nothing()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        var batch = new OrderBatch
        {
            Version = OrderBatch.CurrentVersion,
            ProductId = Product,
            Epoch = epoch,
            FirstPosition = 1,
            AcceptedAtMilliseconds = 1_795_334_400_123,
            OrderIds = [Guid.NewGuid(), Guid.NewGuid()],
            ShopperIds = ["ada", "bob"],
            Quantities = [1, 1],
        };
        await Sandbox.Orders.StoreAsync([batch], [], [], CancellationToken.None);

        // Two orders are stored, but the ledger knows of none: it was rolled back.
        await using var front = await RunningFront.StartAsync(Sandbox);
        (await front.BuyAsync(Product)).IsProblemForNow("suspended", retryAfterSeconds: 30);
        (await front.BuyAsync(Product, key: "k")).IsProblemForNow("suspended", retryAfterSeconds: 30);
        Assert.Equal((10, 0), ((await SaleAsync()).Remaining, (await SaleAsync()).Accepted));

        // Here it has lost everything.
        await using var emptied = await RunningFront.StartAsync(
            Sandbox, RunningFront.WithOperatorKey, ("FlashFlow:Redis:Prefix", $"{Sandbox.RabbitMq.Prefix}.lost"));
        (await emptied.BuyAsync(Product)).IsProblemForNow("suspended", retryAfterSeconds: 30);
        (await emptied.BuyAsync(Product, key: "k")).IsProblemForNow("suspended", retryAfterSeconds: 30);
        (await emptied.DefineAsync(Product, new { name = Product, stock = 10 })).IsProblem(409, "ledger_lost");
        (await emptied.BuyAsync(Product)).IsProblemForNow("suspended", retryAfterSeconds: 30);
    }

    [Fact]
    public async Task G4_G7_while_Redis_is_silent_the_outcome_is_unknown_and_a_retry_tells_it()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var line = LineToRedis();
        await using var front = await StartBehindAsync(line, ("FlashFlow:Redis:DeadlineMilliseconds", "2000"));
        (await front.BuyAsync(Product)).IsOrder(202, Product);

        line.Hold();
        var buy = await front.BuyAsync(Product, key: "k");

        buy.IsProblemForNow("outcome_unknown");
        var place = buy.Headers.Location!.OriginalString;
        Assert.Equal(1, (await SaleAsync()).Accepted);

        line.LetGo();
        var found = await Eventually.SeesAsync("the order that was on its way", () => OtherFront.GetAsync(place), answer => answer.Status == 200);
        Assert.Equal($"/products/{Product}/orders/{found.OrderId}", place);
        var retry = await Eventually.SeesAsync("an answer to the retry", () => front.BuyAsync(Product, key: "k"), answer => answer.Status != 503);
        Assert.Equal(found.OrderId, retry.IsOrder(200, Product));
        Assert.Equal(2, (await SaleAsync()).Accepted);
    }

    [Fact]
    public async Task A_restock_whose_outcome_is_unknown_is_asked_again_with_its_key_and_adds_once()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var line = LineToRedis();
        await using var front = await StartBehindAsync(line, RunningFront.WithOperatorKey, ("FlashFlow:Redis:DeadlineMilliseconds", "2000"));

        (await front.RestockAsync(Product, new { units = 1 }, key: "van", epoch)).Is(200); // The product is active: the next call goes at once.

        line.Hold();
        (await front.RestockAsync(Product, new { units = 5 }, key: "truck", epoch)).IsProblemForNow("unavailable");
        line.LetGo();
        await Eventually.SeesAsync("the restock that was on its way", SaleAsync, sale => sale.Added == 6);

        (await front.RestockAsync(Product, new { units = 5 }, key: "truck")).Is(200);
        Assert.Equal((6, 16), ((await SaleAsync()).Added, (await SaleAsync()).Remaining));
    }

    [Fact]
    public async Task An_operators_call_that_is_held_up_past_the_start_of_a_new_sale_changes_nothing_of_it()
    {
        var earlier = await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var line = LineToRedis();
        await using var front = await StartBehindAsync(line, RunningFront.WithOperatorKey, ("FlashFlow:Redis:DeadlineMilliseconds", "2000"));

        (await front.RestockAsync(Product, new { units = 1 }, key: "van", earlier)).Is(200); // The product is active: the next calls go at once.

        line.Hold();
        (await front.RestockAsync(Product, new { units = 5 }, epoch: earlier)).IsProblemForNow("unavailable");
        (await front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close?epoch={earlier}")).IsProblemForNow("unavailable");
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 20);
        line.LetGo();

        // On the same line, so after them.
        (await Eventually.SeesAsync(
            "an answer to another call",
            () => front.RestockAsync(Product, new { units = 1 }, epoch: epoch),
            answer => answer.Status != 503)).Is(200);
        var sale = await SaleAsync();
        Assert.Equal((epoch, 21, SaleState.Open), (sale.Epoch, sale.Remaining, sale.State));
    }

    [Fact]
    public async Task G7_while_Redis_is_silent_no_more_than_so_many_wait_and_what_was_not_tried_is_not_ordered()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var line = LineToRedis();
        await using var front = await StartBehindAsync(
            line,
            ("FlashFlow:Redis:DeadlineMilliseconds", "4000"), // The three must come within it.
            ("FlashFlow:Guard:MaxBatch", "1"),
            ("FlashFlow:Guard:MaxWaiting", "1"));
        (await front.BuyAsync(Product)).IsOrder(202, Product);

        // One is with Redis, one waits for it, for the third there is no room.
        line.Hold();
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => front.BuyAsync(Product)));

        Assert.Equal(["outcome_unknown", "overloaded", "unavailable"], answers.Select(answer => answer.Code).Order());
        Assert.All(answers, answer => answer.IsProblemForNow(answer.Code!));
        Assert.All(answers, answer => Assert.Equal(answer.Code == "outcome_unknown", answer.Headers.Location is not null));

        line.LetGo();
        await Eventually.SeesAsync("a buy after Redis spoke again", () => front.BuyAsync(Product), answer => answer.Status == 202);
        Assert.Equal(3, (await SaleAsync()).Accepted);
    }

    [Fact]
    public async Task G3_without_RabbitMQ_buys_are_accepted_and_wait_in_the_outbox()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            RunningFront.WithOperatorKey,
            ("FlashFlow:RabbitMq:Uri", $"amqp://127.0.0.1:{FreePort.Find()}"),
            ("FlashFlow:RabbitMq:DeadlineMilliseconds", "500"));

        var buy = await front.BuyAsync(Product);

        buy.IsOrder(202, Product);
        var entry = Assert.Single(await Sandbox.Outbox.ReadAsync(Product, max: 10));
        Assert.Equal([buy.OrderId], OrderBatch.Parse(entry.Body.Span).OrderIds);
        (await front.GetAsync(buy.Headers.Location!.OriginalString)).Is(200);
        // The books are drawn up without it: what is on its way is what the ledger accepted and nobody has stored.
        (await front.AuditAsync(Product)).Is(200);
        await IsReadyBut(front, "rabbitmq");
    }

    [Fact]
    public async Task Without_PostgreSQL_a_running_sale_goes_on_and_a_new_one_waits()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            RunningFront.WithOperatorKey,
            ("FlashFlow:Postgres:ConnectionString", $"Host=127.0.0.1;Port={FreePort.Find()};Username=x;Password=x;Database=x"));

        var buy = await front.BuyAsync(Product, key: "k");
        var orderId = buy.IsOrder(202, Product);
        Assert.Equal(orderId, (await front.BuyAsync(Product, key: "k")).IsOrder(200, Product));
        (await front.GetAsync($"/products/{Product}")).Is(200);

        (await front.BuyAsync("ghost")).IsProblemForNow("unavailable");
        (await front.GetAsync(buy.Headers.Location!.OriginalString)).Is(200);
        (await front.GetAsync($"/products/{Product}/orders/{Guid.NewGuid()}")).IsProblemForNow("unavailable");
        (await front.DefineAsync(Product, new { name = "Telephone", stock = 10 })).Is(200);
        (await front.RestockAsync(Product, new { units = 5 })).Is(200);
        foreach (var call in new[] { "pause", "resume" })
            (await front.OperateAsync(HttpMethod.Post, $"/products/{Product}/{call}")).Is(200);
        (await front.DefineAsync(Product, new { name = "Phone", stock = 10 }, reset: true)).IsProblemForNow("unavailable");
        (await front.DefineAsync("new", new { name = "Phone", stock = 10 })).IsProblemForNow("unavailable");
        (await front.AuditAsync(Product)).IsProblemForNow("unavailable");
        await IsReadyBut(front, "postgres");

        var sale = await SaleAsync();
        Assert.Equal(("Telephone", 14), (sale.Definition.Name, sale.Remaining));
        Assert.Null(await Sandbox.Sales.FindAsync("new"));

        // The record follows, by any front that reaches the store.
        await Eventually.SeesAsync("nothing left to record", () => Sandbox.Sales.ListUnrecordedAsync(Product), changes => changes.Count == 0);
        var history = await OtherFront.OperateAsync(HttpMethod.Get, $"/products/{Product}/history");
        Assert.Equal(
            ["started", "defined", "restocked", "paused", "resumed"],
            history.Json.EnumerateArray().Select(change => change.GetProperty("what").GetString()));
    }

    private static async Task IsReadyBut(RunningFront front, string service)
    {
        var ready = await front.GetAsync("/health/ready");
        Assert.Equal(200, ready.Status);
        Assert.Equal("Degraded", ready.Json.GetProperty("status").GetString());

        // Other tests of this corner leave suspended sales behind.
        foreach (var check in ready.Json.GetProperty("checks").EnumerateObject().Where(check => check.Name != "sales"))
            Assert.Equal(check.Name == service ? "Degraded" : "Healthy", check.Value.GetProperty("status").GetString());
    }

    private static HoldableLine LineToRedis() => new(RealServices.RedisEndPoint);

    private Task<RunningFront> StartBehindAsync(HoldableLine line, params (string Key, string Value)[] settings)
    {
        var server = RealServices.RedisEndPoint.ToString()!;
        return RunningFront.StartAsync(
            Sandbox,
            [
                .. settings,
                ("FlashFlow:Redis:Configuration", RealServices.Redis.Replace(server, line.Address, StringComparison.Ordinal)),
            ]);
    }
}
