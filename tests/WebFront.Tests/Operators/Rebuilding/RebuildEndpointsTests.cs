using FlashFlow.Supervisor.Servers;

namespace FlashFlow.WebFront.Tests.Operators.Rebuilding;

/// <summary>A ledger that lost data is made anew by who runs the sale, without a tool beside the front.</summary>
public abstract class RebuildEndpointsTests(SharedFront shared) : SharedFrontTests(shared), IAsyncLifetime
{
    private Sandbox corner = null!;
    private EngineProcess? guard; // A front on its own has none.
    private RunningFront front = null!;
    private long epoch;

    public async Task InitializeAsync()
    {
        corner = await CreateCornerAsync();
        epoch = await corner.StartSaleAsync(Product, stock: 10);
        guard = await EngineProcess.StartGuardAsync(corner);
        front = await RunningFront.StartAsync(corner, [RunningFront.WithOperatorKey, .. RunningFront.WithNamedKeys]);
    }

    public async Task DisposeAsync()
    {
        await front.DisposeAsync();
        if (guard is not null)
            await guard.DisposeAsync();
        await corner.DisposeAsync();
    }

    [Fact]
    public async Task G7_a_suspended_sale_is_shown_as_it_would_be_and_sells_on_once_rebuilt()
    {
        await SuspendAsync(first: 1);

        var plan = (await front.LookAsync($"/products/{Product}/rebuild")).Is(200);
        var since = plan.GetProperty("since").GetRawText();
        Assert.Equal(
            $$"""
            {"productId":"{{Product}}","epoch":{{epoch}},"reason":"the ledger of sale {{epoch}} is back at transition 0, and 2 had happened","since":{{since}},
            "state":"open","initial":10,"added":0,"stored":{"orders":2,"units":2},"discarded":{"orders":0,"units":0},"dead":{"orders":0,"units":0},
            "outbox":{"orders":0,"units":0},"accepted":{"orders":2,"units":2},"returned":0,"held":0,"lapsed":0,"sold":2,"remaining":8,
            "missing":0,"missingSeqs":[],"waiting":0,"graceSeconds":60,"isComplete":true}
            """.ReplaceLineEndings(""),
            plan.GetRawText());
        (await front.BuyAsync(Product)).IsProblemForNow("suspended", retryAfterSeconds: 30);

        var sale = (await RebuildAsync($"epoch={epoch}")).Is(200);

        Assert.Equal(("open", 8, epoch), (sale.GetProperty("state").GetString(), sale.GetProperty("remaining").GetInt64(), sale.GetProperty("epoch").GetInt64()));
        await Eventually.SeesAsync("a buy after the rebuild", () => front.BuyAsync(Product), buy => buy.Status == 202);
        (await front.LookAsync($"/products/{Product}/rebuild")).IsProblem(409, "not_suspended");
        (await RebuildAsync($"epoch={epoch}")).IsProblem(409, "not_suspended");
    }

    [Fact]
    public async Task A_rebuild_of_another_sale_than_the_plans_is_refused()
    {
        await SuspendAsync(first: 1);

        (await RebuildAsync($"epoch={epoch + 1}")).IsProblem(409, "superseded");
        foreach (var query in new[] { "", "epoch=", "epoch=last", $"epoch={epoch}&acceptLoss=maybe", $"epoch={epoch}&force=true", $"epoch={epoch}&epoch={epoch}" })
            (await RebuildAsync(query)).IsProblem(400, "bad_request");

        (await front.BuyAsync(Product)).IsProblemForNow("suspended", retryAfterSeconds: 30);
    }

    [Fact]
    public async Task G3_without_what_is_missing_a_sale_is_rebuilt_only_by_who_accepts_the_loss()
    {
        await SuspendAsync(first: 2);
        var plan = (await front.LookAsync($"/products/{Product}/rebuild")).Is(200);
        Assert.Equal((1, "1", false), (plan.GetProperty("missing").GetInt32(), plan.GetProperty("missingSeqs")[0].GetString(), plan.GetProperty("isComplete").GetBoolean()));

        (await RebuildAsync($"epoch={epoch}")).IsProblem(409, "rebuild_incomplete");
        (await front.BuyAsync(Product)).IsProblemForNow("suspended", retryAfterSeconds: 30);

        Assert.Equal(8, (await RebuildAsync($"epoch={epoch}&acceptLoss=true")).Is(200).GetProperty("remaining").GetInt64());
    }

    [Fact]
    public async Task G3_while_messages_wait_for_a_drain_no_sale_is_rebuilt_by_anybody()
    {
        await SuspendAsync(first: 1);
        await corner.Replay.ReplayAsync(new(SampleBatch.Of(epoch, first: 3, count: 1).ToJson(), "a reason", FirstSeen: null));
        Assert.Equal(1, (await front.LookAsync($"/products/{Product}/rebuild")).Is(200).GetProperty("waiting").GetInt32());

        (await RebuildAsync($"epoch={epoch}&acceptLoss=true")).IsProblem(409, "rebuild_incomplete");
    }

    [Fact]
    public async Task A_sale_that_PostgreSQL_has_forgotten_cannot_be_rebuilt()
    {
        await SuspendAsync(first: 1);
        await using (var forget = corner.Database.CreateCommand("DELETE FROM sales"))
            await forget.ExecuteNonQueryAsync();

        (await front.LookAsync($"/products/{Product}/rebuild")).IsProblem(409, "rebuild_impossible");
        (await RebuildAsync($"epoch={epoch}")).IsProblem(409, "rebuild_impossible");
    }

    [Fact]
    public async Task A_product_that_nobody_sells_and_a_sound_sale_have_nothing_to_rebuild()
    {
        (await front.LookAsync("/products/ghost/rebuild")).IsProblem(404, "unknown_product");
        (await front.OperateAsync(HttpMethod.Post, "/products/ghost/rebuild?epoch=1")).IsProblem(404, "unknown_product");
        (await front.LookAsync($"/products/{Product}/rebuild")).IsProblem(409, "not_suspended");
    }

    [Fact]
    public async Task Without_RabbitMQ_nobody_can_say_what_is_on_its_way()
    {
        await SuspendAsync(first: 1);
        await using var cut = await RunningFront.StartAsync(
            corner,
            RunningFront.WithOperatorKey,
            ("FlashFlow:RabbitMq:Uri", $"amqp://127.0.0.1:{FreePort.Find()}"),
            ("FlashFlow:RabbitMq:DeadlineMilliseconds", "500"));

        (await cut.OperateAsync(HttpMethod.Get, $"/products/{Product}/rebuild")).IsProblemForNow("unavailable");
        (await cut.OperateAsync(HttpMethod.Post, $"/products/{Product}/rebuild?epoch={epoch}")).IsProblemForNow("unavailable");
    }

    // Two orders are stored of which the ledger knows nothing: it went back in time.
    private async Task SuspendAsync(long first)
    {
        await corner.Orders.StoreAsync([SampleBatch.Of(epoch, first, count: 2) with { ProductId = Product }], [], [], CancellationToken.None);
        await Eventually.SeesAsync("the suspension", () => corner.Sales.FindSuspensionAsync(Product), suspension => suspension is not null);
    }

    private Task<HttpAnswer> RebuildAsync(string query) => front.OperateAsync(HttpMethod.Post, $"/products/{Product}/rebuild?{query}");
}

public sealed class RebuildEndpointsInClusterTests(ClusterFront shared) : RebuildEndpointsTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class RebuildEndpointsStandaloneTests(StandaloneFront shared) : RebuildEndpointsTests(shared);
