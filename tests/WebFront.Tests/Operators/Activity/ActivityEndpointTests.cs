using FlashFlow.Supervisor.Servers;

namespace FlashFlow.WebFront.Tests.Operators.Activity;

/// <summary>What operators see of a sale while it happens.</summary>
public abstract class ActivityEndpointTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task What_a_front_answered_is_told_by_that_front()
    {
        await Sandbox.StartSaleAsync(Product, stock: 2, limitPerShopper: 1);
        (await Front.BuyAsync(Product, key: "k")).Is(202);
        (await Front.BuyAsync(Product, key: "k")).Is(200);
        (await Front.BuyAsync(Product)).IsProblem(409, "limit_reached");
        (await Front.BuyAsync(Product, shopperId: "bob")).Is(202);
        (await Front.BuyAsync(Product, shopperId: "eve")).IsProblem(409, "sold_out");

        var shown = (await Front.LookAsync($"/products/{Product}/activity")).Is(200);

        var steps = shown.GetProperty("steps").EnumerateArray().ToArray();
        Assert.Equal((3, 1, 1, 0), (Sum("accepted"), Sum("soldOut"), Sum("refused"), Sum("failed")));
        Assert.Equal((Product, 2), (shown.GetProperty("productId").GetString(), shown.GetProperty("stepSeconds").GetInt32()));
        Assert.All(steps, step => Assert.InRange(step.GetProperty("p99Ms").GetDouble(), step.GetProperty("p50Ms").GetDouble(), 60_000));
        Assert.All(steps, step => Assert.InRange(step.GetProperty("at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-1), shown.GetProperty("asOf").GetDateTimeOffset()));
        Assert.Equal(0, (await OtherFront.LookAsync($"/products/{Product}/activity")).Is(200).GetProperty("steps").GetArrayLength());

        int Sum(string member) => steps.Sum(step => step.GetProperty(member).GetInt32());
    }

    [Fact]
    public async Task What_nobody_sells_has_no_steps()
    {
        (await Front.BuyAsync("ghost")).IsProblem(404, "unknown_product");

        Assert.Equal(0, (await Front.LookAsync("/products/ghost/activity")).Is(200).GetProperty("steps").GetArrayLength());
    }
}

public sealed class ActivityEndpointInClusterTests(ClusterFront shared) : ActivityEndpointTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class ActivityEndpointStandaloneTests(StandaloneFront shared) : ActivityEndpointTests(shared)
{
    [Fact]
    public async Task It_is_told_while_Redis_and_PostgreSQL_are_away()
    {
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            RunningFront.WithOperatorKey,
            ("FlashFlow:Redis:Configuration", $"127.0.0.1:{FreePort.Find()}"),
            ("FlashFlow:Redis:DeadlineMilliseconds", "500"),
            ("FlashFlow:Postgres:ConnectionString", $"Host=127.0.0.1;Port={FreePort.Find()};Username=x;Password=x;Database=x"));

        (await front.OperateAsync(HttpMethod.Get, $"/products/{Product}/activity")).Is(200);
    }
}
