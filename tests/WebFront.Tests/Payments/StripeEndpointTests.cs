using FlashFlow.Supervisor.Servers;
using FlashFlow.WebFront.Payments;
using FlashFlow.WebFront.Tests.Orders;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.WebFront.Tests.Payments;

/// <summary>What Stripe tells of payments, and what becomes of the orders that they were made for.</summary>
[Collection(StandaloneFront.Name)]
public sealed class StripeEndpointTests(StandaloneFront shared) : HoldTests(shared), IAsyncLifetime
{
    private const string Confirmed = """{"result":"confirmed","orderId":"ORDER"}""";
    private const string Ignored = """{"result":"ignored"}""";

    private readonly RecordedReturns returns = new();
    private RunningFront? returning;

    // As with FlashFlow:Stripe:ApiKey, but without a Stripe.
    private RunningFront Returning => returning!;

    // As without.
    private RunningFront Telling => DemoFront;

    public async Task InitializeAsync() =>
        returning = await RunningFront.StartAsync(Sandbox, services => services.AddSingleton<IPaymentReturn>(returns), RunningFront.WithStripe);

    public async Task DisposeAsync() => await Returning.DisposeAsync();

    [Theory]
    [InlineData(StripeSamples.Authorised)]
    [InlineData(StripeSamples.Captured)]
    public async Task G9_a_payment_confirms_its_order_and_the_same_again_changes_nothing(string type)
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        for (var time = 1; time <= 2; time++)
            Is(await TellAsync(Returning, Event(type, orderId)), orderId, Confirmed);

        Assert.Equal((9, 0, 1), await CountsAsync());
        IsOrder(await ConfirmAsync(orderId, Payment("pi_1")), orderId, """{"status":"confirmed","amount":49990,"currency":"EUR","paymentRef":"pi_1"}""");
        Assert.Empty(returns.Returned);
    }

    [Fact]
    public async Task G9_a_payment_that_is_authorised_first_and_captured_later_is_one()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        Is(await TellAsync(Returning, Event(StripeSamples.Authorised, orderId)), orderId, Confirmed);
        Is(await TellAsync(Returning, Event(StripeSamples.Captured, orderId)), orderId, Confirmed);

        Assert.Equal((9, 0, 1), await CountsAsync());
    }

    [Fact]
    public async Task G9_a_late_payment_without_a_unit_is_given_back()
    {
        var orderId = await LoseAsync();

        Is(await TellAsync(Returning, Event(StripeSamples.Authorised, orderId)), orderId, """{"result":"returned","orderId":"ORDER","code":"hold_expired"}""");

        Assert.Equal([new(Product, orderId, "pi_1", Price, Euro, IsCaptured: false)], returns.Returned);
    }

    [Theory]
    [InlineData(StripeSamples.Authorised, "Cancel the payment: capture nothing.")]
    [InlineData(StripeSamples.Captured, "Refund the payment.")]
    public async Task G9_without_a_key_the_shop_is_told_what_to_do_with_a_payment_without_a_unit(string type, string toDo)
    {
        var orderId = await LoseAsync();

        Is(await TellAsync(Telling, Event(type, orderId)), orderId, $$"""{"result":"refused","orderId":"ORDER","code":"hold_expired","toDo":"{{toDo}}"}""");
    }

    [Fact]
    public async Task G9_a_payment_of_what_was_released_or_paid_for_otherwise_is_given_back()
    {
        await StartHoldingAsync(stock: 10);
        var (released, sold) = (await HoldAsync(), await SellAsync(shopperId: "bob"));
        (await Front.ReleaseAsync(Product, released)).Is(200);

        Is(await TellAsync(Returning, Event(StripeSamples.Captured, released)), released, """{"result":"returned","orderId":"ORDER","code":"hold_released"}""");
        Is(await TellAsync(Returning, Event(StripeSamples.Captured, sold)), sold, """{"result":"returned","orderId":"ORDER","code":"payment_mismatch"}""");

        Assert.Equal([released, sold], returns.Returned.Select(payment => payment.OrderId));
        Assert.All(returns.Returned, payment => Assert.True(payment.IsCaptured));
        Assert.Equal((9, 0, 1), await CountsAsync());
    }

    [Fact]
    public async Task What_is_paid_back_of_an_order_that_the_shop_undid_is_left_to_the_shop()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();
        Is(await TellAsync(Returning, Event(StripeSamples.Captured, orderId)), orderId, Confirmed);
        (await Front.ChangeAsync(Product, orderId, "cancel", new { })).Is(200);

        var answer = await TellAsync(Returning, Event(StripeSamples.Captured, orderId));
        Assert.Equal(("refused", "order_cancelled"), (Result(answer), answer.Code));
        Assert.Empty(returns.Returned);

        Is(
            await TellAsync(Returning, Event(StripeSamples.Captured, orderId, reference: "pi_2")),
            orderId,
            """{"result":"returned","orderId":"ORDER","code":"order_cancelled"}""");
        Assert.Equal("pi_2", Assert.Single(returns.Returned).Reference);
    }

    [Fact]
    public async Task G9_a_payment_that_could_not_be_given_back_is_told_of_again()
    {
        var orderId = await LoseAsync();
        returns.IsAway = true;
        (await TellAsync(Returning, Event(StripeSamples.Captured, orderId))).IsProblemForNow("unavailable");

        returns.IsAway = false;
        Assert.Equal("returned", Result(await TellAsync(Returning, Event(StripeSamples.Captured, orderId))));

        Assert.Single(returns.Returned);
    }

    [Fact]
    public async Task What_is_not_the_price_confirms_nothing_and_is_not_given_back()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        var answer = await TellAsync(Returning, Event(StripeSamples.Captured, orderId, amount: Price - 1));

        Assert.Equal(("refused", "amount_mismatch"), (Result(answer), answer.Code));
        Assert.Equal((9, 1, 0), await CountsAsync());
        Assert.Empty(returns.Returned);
    }

    [Fact]
    public async Task A_payment_of_an_order_that_nobody_knows_is_left_alone()
    {
        await StartHoldingAsync(stock: 10);

        var (order, product) = (
            await TellAsync(Returning, Event(StripeSamples.Captured, Guid.NewGuid())),
            await TellAsync(Returning, StripeSamples.Of(StripeSamples.Captured, new { productId = "ghost", orderId = Guid.NewGuid() })));

        Assert.Equal(("unknown_order", "unknown_product"), (order.Code, product.Code));
        Assert.Equal(("refused", "refused"), (Result(order), Result(product)));
        Assert.Empty(returns.Returned);
    }

    [Theory]
    [InlineData("payment_intent.created")]
    [InlineData("charge.refunded")]
    [InlineData("what.stripe.invents.next")]
    public async Task Other_events_change_nothing(string type)
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        (await TellAsync(Returning, Event(type, orderId))).Is(200, Ignored);

        Assert.Equal((9, 1, 0), await CountsAsync());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"orderId":"0190b6a5-1111-7222-8333-444444444444"}""")]
    [InlineData("""{"productId":"phone-5"}""")]
    [InlineData("""{"productId":"Phone 5","orderId":"0190b6a5-1111-7222-8333-444444444444"}""")]
    [InlineData("""{"productId":"phone-5","orderId":"4711"}""")]
    public async Task Payments_of_other_things_change_nothing(string metadata) =>
        (await TellAsync(Returning, StripeSamples.Of(StripeSamples.Captured, JsonElement.Parse(metadata)))).Is(200, Ignored);

    [Fact]
    public async Task What_Stripe_did_not_sign_confirms_nothing()
    {
        await StartHoldingAsync(stock: 10);
        var told = Event(StripeSamples.Captured, await HoldAsync());
        string?[] signatures =
        [
            null,
            "t=1,v1=00",
            StripeSamples.Sign(told, DateTimeOffset.UtcNow, "whsec_of_somebody_else"),
            StripeSamples.Sign(told, DateTimeOffset.UtcNow.AddMinutes(-6)),
            StripeSamples.Sign(told + " ", DateTimeOffset.UtcNow),
        ];

        foreach (var signature in signatures)
            await IsRefusedAsync(400, "invalid_signature", () => SendAsync(Returning, told, signature));

        Assert.Equal((9, 1, 0), await CountsAsync());
    }

    [Fact]
    public async Task An_event_may_be_larger_than_what_shoppers_send_and_not_too_large()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();
        var metadata = new { productId = Product, orderId, note = new string('n', FlashFlow.WebFront.Front.MaxBodyBytes) };

        Is(await TellAsync(Returning, StripeSamples.Of(StripeSamples.Captured, metadata)), orderId, Confirmed);
        (await Returning.SendAsync(HttpMethod.Post, "/webhooks/stripe", new PaddedOrder((256 * 1024) + 1, isChunked: false))).IsProblem(413, "body_too_large");
    }

    [Fact]
    public async Task While_the_ledger_does_not_answer_Stripe_is_told_to_come_again()
    {
        await using var front = await RunningFront.StartAsync(
            Sandbox,
            RunningFront.WithStripe,
            ("FlashFlow:Redis:Configuration", $"127.0.0.1:{FreePort.Find()}"),
            ("FlashFlow:Redis:DeadlineMilliseconds", "500"));

        (await TellAsync(front, Event(StripeSamples.Captured, Guid.NewGuid()))).IsProblemForNow("unavailable");
    }

    [Fact]
    public async Task Without_a_secret_there_is_no_webhook() =>
        (await TellAsync(Front, Event(StripeSamples.Captured, Guid.NewGuid()))).IsProblem(405, "method_not_allowed");

    /// <summary>A hold that has expired, and whose unit is somebody else's.</summary>
    private async Task<Guid> LoseAsync()
    {
        await StartHoldingAsync(stock: 1, ShortHold, sale => sale with { HoldMaxSeconds = LongHold });
        var orderId = await HoldAsync();
        await ExpiredAsync(orderId);
        var other = await Eventually.SeesAsync("a buy of the unit that came back", () => Front.BuyAsync(Product, shopperId: "bob"), answer => answer.Status == 202);
        (await ConfirmAsync(other.OrderId)).Is(200);
        return orderId;
    }

    private string Event(string type, Guid orderId, string reference = "pi_1", long amount = Price) =>
        StripeSamples.Of(type, new { productId = Product, orderId }, reference, amount);

    private static Task<HttpAnswer> TellAsync(RunningFront front, string told) => SendAsync(front, told, StripeSamples.Sign(told, DateTimeOffset.UtcNow));

    private static Task<HttpAnswer> SendAsync(RunningFront front, string told, string? signature) => front.SendAsync(
        HttpMethod.Post, "/webhooks/stripe", RunningFront.Json(told), signature is null ? [] : [("Stripe-Signature", signature)]);

    private static void Is(HttpAnswer answer, Guid orderId, string json) => answer.Is(200, json.Replace("ORDER", $"{orderId}", StringComparison.Ordinal));

    private static string? Result(HttpAnswer answer) => answer.Is(200).GetProperty("result").GetString();
}
