using System.Diagnostics;
using System.Net.Http.Json;

namespace FlashFlow.WebFront.Tests.Demo;

/// <summary>The payment provider of demo mode.</summary>
public sealed class DemoPaymentEndpointTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Theory]
    [InlineData("authorise", "authorised")]
    [InlineData("decline", "declined")]
    public async Task Each_payment_has_a_reference_of_its_own(string behaviour, string status)
    {
        var one = await PayAsync(behaviour);
        var other = await PayAsync(behaviour);

        Assert.Equal((status, status), (Status(one), Status(other)));
        Assert.NotEqual(Reference(one), Reference(other));
    }

    [Fact]
    public async Task The_same_request_twice_is_one_payment_and_another_is_another()
    {
        var orderId = Guid.NewGuid();
        var one = await PayAsync("twice", orderId);
        var again = await PayAsync("twice", orderId);

        Assert.Equal(one.Text, again.Text);
        Assert.NotEqual(Reference(one), Reference(await PayAsync("twice", Guid.NewGuid())));
        Assert.NotEqual(Reference(one), Reference(await PayAsync("twice", orderId, amount: 1)));
    }

    [Fact]
    public async Task A_late_answer_comes_after_the_delay()
    {
        var started = Stopwatch.GetTimestamp();

        var late = await PayAsync("late", delayMs: 300);

        Assert.Equal("authorised", Status(late));
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(299));
    }

    [Fact]
    public async Task A_timeout_does_not_answer_whom_patience_leaves()
    {
        using var client = new HttpClient { BaseAddress = DemoFront.Address, Timeout = TimeSpan.FromMilliseconds(300) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.PostAsJsonAsync("/demo/payments", new { amount = 49_990, currency = "EUR", behaviour = "timeout" }));
    }

    [Fact]
    public async Task What_it_authorises_confirms_an_order()
    {
        var sale = new SaleDefinition
        {
            ProductId = Product, Name = Product, Stock = 1, Price = 499.90m, Currency = Currency.Find("EUR"), HoldSeconds = 300, HoldMaxSeconds = 300,
        };
        await Sandbox.Office.StartAsync(sale, by: "test");
        var orderId = (await DemoFront.BuyAsync(Product)).OrderId;

        var paymentRef = Reference(await PayAsync("authorise", orderId));

        (await DemoFront.ChangeAsync(
            $"/products/{Product}/orders/{orderId}/confirm", FrontOptions.DemoShopKey, new { paymentRef, amount = 49_990, currency = "EUR" })).Is(200);
    }

    [Theory]
    [InlineData("""{"currency":"EUR","behaviour":"authorise"}""", 422, "invalid_payment")]
    [InlineData("""{"amount":-1,"currency":"EUR","behaviour":"authorise"}""", 422, "invalid_payment")]
    [InlineData("""{"amount":1,"currency":"eur","behaviour":"authorise"}""", 422, "invalid_payment")]
    [InlineData("""{"amount":1,"currency":"EUR"}""", 422, "invalid_payment")]
    [InlineData("""{"amount":1,"currency":"EUR","behaviour":"explode"}""", 422, "invalid_payment")]
    [InlineData("""{"amount":1,"currency":"EUR","behaviour":"late","delayMs":30001}""", 422, "invalid_payment")]
    [InlineData("""{"amount":1,"currency":"EUR","behaviour":"late","delayMs":-1}""", 422, "invalid_payment")]
    [InlineData("""{"amount":1.5,"currency":"EUR","behaviour":"authorise"}""", 400, "bad_request")]
    [InlineData("""{"amount":1,"currency":"EUR","behaviour":"authorise","orderId":"7"}""", 400, "bad_request")]
    [InlineData("""{"amount":1,"currency":"EUR","behaviour":"authorise","colour":"red"}""", 400, "bad_request")]
    public async Task A_request_that_cannot_be_is_refused(string body, int status, string code) =>
        (await DemoFront.PostAsync("/demo/payments", RunningFront.Json(body))).IsProblem(status, code);

    [Fact]
    public async Task Outside_demo_mode_there_is_none() =>
        (await Front.PostAsync("/demo/payments", Request("authorise", orderId: null, amount: 1, delayMs: 0))).IsProblem(404, "not_found");

    [ElsewhereFact]
    public async Task Who_calls_from_elsewhere_pays_nothing() => (await DemoFront.SendAsync(
        HttpMethod.Post,
        new Uri(DemoFront.AddressAt(ElsewhereFactAttribute.Address!), "/demo/payments"),
        Request("authorise", orderId: null, amount: 1, delayMs: 0))).IsProblem(403, "loopback_only");

    private Task<HttpAnswer> PayAsync(string behaviour, Guid? orderId = null, long amount = 49_990, int delayMs = 0) =>
        DemoFront.PostAsync("/demo/payments", Request(behaviour, orderId, amount, delayMs));

    private static HttpContent Request(string behaviour, Guid? orderId, long amount, int delayMs) =>
        RunningFront.Json(new { orderId, amount, currency = "EUR", behaviour, delayMs });

    private static string? Status(HttpAnswer answer) => answer.Is(200).GetProperty("status").GetString();

    private static string Reference(HttpAnswer answer) => answer.Is(200).GetProperty("paymentRef").GetString()!;
}
