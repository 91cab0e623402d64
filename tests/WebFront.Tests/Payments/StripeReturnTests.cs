using System.Net;
using FlashFlow.WebFront.Payments;
using Stripe;

namespace FlashFlow.WebFront.Tests.Payments;

/// <summary>How a payment is given back through Stripe: what is asked of it, and under which idempotency key.</summary>
public sealed class StripeReturnTests
{
    private const string Cancel = "POST /v1/payment_intents/pi_1/cancel flashflow-cancel-0190b6a5-1111-7222-8333-444444444444-pi_1";
    private const string Look = "GET /v1/payment_intents/pi_1";
    private const string Refund = "POST /v1/refunds payment_intent=pi_1 flashflow-refund-0190b6a5-1111-7222-8333-444444444444-pi_1";

    private static readonly Guid OrderId = new("0190b6a5-1111-7222-8333-444444444444");

    [Fact]
    public async Task What_is_authorised_is_cancelled() => Assert.Equal([Cancel], await ReturnAsync(isCaptured: false, Ok("{}")));

    [Fact]
    public async Task What_was_captured_is_refunded() => Assert.Equal([Refund], await ReturnAsync(isCaptured: true, Ok("{}")));

    [Fact]
    public async Task What_was_cancelled_before_is_done() =>
        Assert.Equal([Cancel, Look], await ReturnAsync(isCaptured: false, Refused("payment_intent_unexpected_state"), Intent("canceled")));

    [Fact]
    public async Task What_was_captured_meanwhile_is_refunded() => Assert.Equal(
        [Cancel, Look, Refund],
        await ReturnAsync(isCaptured: false, Refused("payment_intent_unexpected_state"), Intent("succeeded"), Ok("{}")));

    [Fact]
    public async Task What_was_refunded_before_is_done() => Assert.Equal([Refund], await ReturnAsync(isCaptured: true, Refused("charge_already_refunded")));

    [Fact]
    public async Task What_Stripe_refuses_is_not_given_back()
    {
        await Assert.ThrowsAsync<PaymentReturnException>(() => ReturnAsync(isCaptured: true, Refused("something_else")));
        await Assert.ThrowsAsync<PaymentReturnException>(() =>
            ReturnAsync(isCaptured: false, Refused("payment_intent_unexpected_state"), Intent("processing")));
    }

    [Fact]
    public async Task Without_an_answer_nobody_knows_whether_it_is_given_back() =>
        await Assert.ThrowsAsync<PaymentReturnException>(() => ReturnAsync(isCaptured: true, new ScriptedStripe.Answer(HttpStatusCode.OK, Body: null)));

    private static async Task<IReadOnlyList<string>> ReturnAsync(bool isCaptured, params ScriptedStripe.Answer[] answers)
    {
        using var stripe = new ScriptedStripe(answers);
        using var http = new HttpClient(stripe);
        var client = new StripeClient("sk_test_of_nobody_at_all", httpClient: new SystemNetHttpClient(http, maxNetworkRetries: 0, enableTelemetry: false));

        await new StripeReturn(client).ReturnAsync(new("phone-5", OrderId, "pi_1", 49_990, "EUR", isCaptured), CancellationToken.None);

        return stripe.Asked;
    }

    private static ScriptedStripe.Answer Ok(string body) => new(HttpStatusCode.OK, body);

    private static ScriptedStripe.Answer Intent(string status) => Ok($$"""{"id":"pi_1","object":"payment_intent","status":"{{status}}"}""");

    private static ScriptedStripe.Answer Refused(string code) =>
        new(HttpStatusCode.BadRequest, $$$"""{"error":{"code":"{{{code}}}","type":"invalid_request_error","message":"No."}}""");
}
