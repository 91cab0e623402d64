namespace FlashFlow.WebFront.Tests.Demo;

/// <summary>The shop that demo mode plays.</summary>
public sealed class DemoShopEndpointsTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task It_takes_the_payment_of_a_hold_once()
    {
        var orderId = await HoldAsync();

        var paid = (await PayAsync(orderId)).Is(200);
        var again = (await PayAsync(orderId)).Is(200);

        Assert.Equal("confirmed", paid.GetProperty("status").GetString());
        Assert.Equal(paid.GetProperty("paymentRef").GetString(), again.GetProperty("paymentRef").GetString());
        Assert.Equal((1, 0), ((await SaleAsync()).Sold, (await SaleAsync()).Held));
    }

    [Fact]
    public async Task A_declined_payment_leaves_the_hold_as_it_is()
    {
        var orderId = await HoldAsync();

        (await PayAsync(orderId, "decline")).IsProblem(402, "payment_declined");

        Assert.Equal((0, 1), ((await SaleAsync()).Sold, (await SaleAsync()).Held));
        (await PayAsync(orderId)).Is(200);
    }

    [Fact]
    public async Task It_has_a_hold_last_longer_as_far_as_the_sale_allows()
    {
        var orderId = await HoldAsync();

        (await DemoFront.PostAsync($"{Order(orderId)}/extend")).Is(200);
        (await DemoFront.PostAsync($"{Order(Guid.NewGuid())}/extend")).IsProblem(404, "unknown_order");
    }

    [Fact]
    public async Task What_cannot_be_paid_is_refused()
    {
        var orderId = await HoldAsync();

        (await PayAsync(orderId, "steal")).IsProblem(422, "invalid_payment");
        (await PayAsync(orderId, "late", delayMs: 30_001)).IsProblem(422, "invalid_payment");
        (await PayAsync(Guid.NewGuid())).IsProblem(404, "unknown_order");
        (await DemoFront.PostAsync($"/demo/products/GHOST/orders/{orderId}/pay", RunningFront.Json(new { behaviour = "authorise" }))).IsProblem(404, "unknown_product");
        (await DemoFront.ReleaseAsync(Product, orderId)).Is(200);
        (await PayAsync(orderId)).IsProblem(410, "hold_released");
    }

    [Fact]
    public async Task Without_demo_mode_nobody_plays_the_shop() =>
        (await Front.PostAsync($"{Order(Guid.NewGuid())}/pay", RunningFront.Json(new { behaviour = "authorise" }))).IsProblem(404, "not_found");

    [ElsewhereFact]
    public async Task From_another_machine_it_is_refused()
    {
        var orderId = await HoldAsync();
        var elsewhere = DemoFront.AddressAt(ElsewhereFactAttribute.Address!);
        foreach (var (call, body) in new[] { ("pay", RunningFront.Json(new { behaviour = "authorise" })), ("extend", null) })
            (await DemoFront.SendAsync(HttpMethod.Post, new Uri(elsewhere, $"{Order(orderId)}/{call}"), body)).IsProblem(403, "loopback_only");
    }

    private string Order(Guid orderId) => $"/demo/products/{Product}/orders/{orderId}";

    private Task<HttpAnswer> PayAsync(Guid orderId, string behaviour = "authorise", int delayMs = 0) =>
        DemoFront.PostAsync($"{Order(orderId)}/pay", RunningFront.Json(new { behaviour, delayMs }));

    private async Task<Guid> HoldAsync()
    {
        await Front.DefineAsync(Product, new { name = "Phone", stock = 1, price = 499.90m, currency = "EUR", holdSeconds = 300, holdMaxSeconds = 600 });
        return (await DemoFront.BuyAsync(Product)).Is(202).GetProperty("orderId").GetGuid();
    }
}
