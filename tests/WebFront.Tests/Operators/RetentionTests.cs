namespace FlashFlow.WebFront.Tests.Operators;

/// <summary>What is told of sales whose orders are not kept any more.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private const string Product = "phone";

    private Sandbox sandbox = null!;
    private RunningFront front = null!;
    private long old;
    private long current;
    private Guid order;

    public async Task InitializeAsync()
    {
        sandbox = await Sandbox.CreateAsync();
        sandbox.Settings[GuardModes.Setting] = GuardModes.Standalone;
        front = await RunningFront.StartAsync(sandbox, RunningFront.WithNamedKeys);
        old = await sandbox.StartSaleAsync(Product, stock: 10);
        var batch = SampleBatch.Of(old, first: 1, count: 3);
        order = batch.OrderIds[0];
        await StoreAsync(batch);
        await sandbox.OpenPartAsync();
        current = await sandbox.StartSaleAsync(Product, stock: 10);
        await StoreAsync(SampleBatch.Of(current, first: 1, count: 2));
        (await front.LookAsync($"/orders/{order}")).Is(200);

        await sandbox.AgeAsync(old, days: 40);
        Assert.Single(await sandbox.PruneAsync(keepDays: 30));
    }

    public async Task DisposeAsync()
    {
        await front.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task An_order_that_left_is_unknown()
    {
        (await front.LookAsync($"/orders/{order}")).IsProblem(404, "unknown_order");
        (await front.GetAsync($"/products/{Product}/orders/{order}")).IsProblem(404, "unknown_order");
    }

    [Fact]
    public async Task The_orders_of_a_sale_that_left_are_gone_and_how_many_they_were_is_told()
    {
        foreach (var path in new[] { $"orders?epoch={old}", $"sales/{old}/orders.csv", $"sales/{old}/orders.jsonl" })
            (await front.LookAsync($"/products/{Product}/{path}")).IsProblem(410, "orders_pruned");

        var sales = (await front.LookAsync($"/products/{Product}/sales")).Is(200).EnumerateArray().ToArray();
        Assert.Equal([(current, 2L, false), (old, 3L, true)], sales.Select(sale => (
            sale.GetProperty("epoch").GetInt64(), sale.GetProperty("orders").GetInt64(), sale.GetProperty("prunedAt").ValueKind == JsonValueKind.String)));
        Assert.Equal(2, (await front.LookAsync($"/products/{Product}/orders")).Is(200).GetArrayLength());
    }

    [Fact]
    public async Task G10_the_feed_tells_from_where_it_goes_on()
    {
        var refusal = await front.LookAsync($"/products/{Product}/events?epoch={old}&after=1");
        refusal.IsProblem(410, "events_pruned");
        Assert.Contains("after=3 ", refusal.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, Events(await front.LookAsync($"/products/{Product}/events?epoch={old}&after=3")));

        Assert.Equal(3, Events(await front.LookAsync("/events")));
        var passed = await front.LookAsync("/events?after=r1.0");
        passed.IsProblem(410, "events_pruned");
        var all = passed.Json.GetProperty("detail").GetString()!;
        Assert.Equal(3, Events(await front.LookAsync($"/events?after={all.Split("after=")[1].Split(' ')[0]}")));
    }

    private static int Events(HttpAnswer answer) => answer.Is(200).GetProperty("events").GetArrayLength();

    private async Task StoreAsync(OrderBatch batch)
    {
        await sandbox.Orders.StoreAsync([batch], [], [], CancellationToken.None);
        await sandbox.AdvanceFeedAsync();
    }
}
