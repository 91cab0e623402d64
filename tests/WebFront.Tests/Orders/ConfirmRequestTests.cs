namespace FlashFlow.WebFront.Tests.Orders;

/// <summary>Bodies of a confirm.</summary>
public sealed class ConfirmRequestTests(ClusterFront shared) : HoldTests(shared)
{
    [Theory]
    [InlineData("paymentRef", """{"paymentRef":"","amount":49990,"currency":"EUR"}""")]
    [InlineData("paymentRef", """{"amount":49990,"currency":"EUR"}""")]
    [InlineData("paymentRef", """{"paymentRef":"two words","amount":49990,"currency":"EUR"}""")]
    [InlineData("paymentRef", """{"paymentRef":"a\nb","amount":49990,"currency":"EUR"}""")]
    [InlineData("paymentRef", """{"paymentRef":"é","amount":49990,"currency":"EUR"}""")]
    [InlineData("amount", """{"paymentRef":"pay-1","currency":"EUR"}""")]
    [InlineData("currency", """{"paymentRef":"pay-1","amount":49990,"currency":""}""")]
    [InlineData("currency", """{"paymentRef":"pay-1","amount":49990,"currency":"eur"}""")]
    [InlineData("currency", """{"paymentRef":"pay-1","amount":49990,"currency":"EURO"}""")]
    public async Task A_payment_that_cannot_be_one_is_refused_and_told_why(string why, string body)
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        var answer = await IsRefusedAsync(422, "invalid_payment", () => PostAsync(orderId, body));

        Assert.Contains(why, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"paymentRef":"pay-1","amount":499.90,"currency":"EUR"}""")]
    [InlineData("""{"paymentRef":"pay-1","amount":"49990","currency":"EUR"}""")]
    [InlineData("""{"paymentRef":"pay-1","amount":1e30,"currency":"EUR"}""")]
    [InlineData("""{"paymentRef":null,"amount":49990,"currency":"EUR"}""")]
    [InlineData("""{"paymentRef":7,"amount":49990,"currency":"EUR"}""")]
    [InlineData("""{"paymentRef":"pay-1","amount":49990,"currency":"EUR","tip":1}""")]
    [InlineData("""{"paymentRef":"pay-1","paymentRef":"pay-2","amount":49990,"currency":"EUR"}""")]
    public async Task A_body_that_cannot_be_read_is_refused(string body)
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        await IsRefusedAsync(400, "bad_request", () => PostAsync(orderId, body));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    public async Task A_payment_is_named_by_up_to_255_visible_characters(int length)
    {
        const string Visible = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~";
        var paymentRef = string.Concat(Enumerable.Repeat(Visible, 10))[..length];
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        Assert.Equal(paymentRef, (await ConfirmAsync(orderId, Payment(paymentRef))).Is(200).GetProperty("paymentRef").GetString());
        (await ConfirmAsync(orderId, Payment(paymentRef))).Is(200);
        (await ConfirmAsync(orderId, Payment(new string('p', 256)))).IsProblem(422, "invalid_payment");
    }

    private Task<HttpAnswer> PostAsync(Guid orderId, string body) => Front.SendAsync(
        HttpMethod.Post,
        $"/products/{Product}/orders/{orderId}/confirm",
        RunningFront.Json(body),
        ("Authorization", $"Bearer {RunningFront.ShopKey}"));
}
