using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Payments;

/// <summary>Where Stripe tells of payments, so that an order is confirmed also when the shop's program never hears of its payment.</summary>
internal static class StripeEndpoint
{
    /// <summary>Largest event, in bytes: a payment intent has up to 50 members of metadata with 500 characters each.</summary>
    public const int MaxEventBytes = 256 * 1024;

    private const string About =
        "Events `payment_intent.amount_capturable_updated` and `payment_intent.succeeded` confirm the order that the metadata `productId` and "
        + "`orderId` of the payment intent name, with the intent's id as `paymentRef`. A payment that has no unit is cancelled or refunded, "
        + "or `toDo` says what the shop must do. Other events change nothing. After 503 Stripe sends the event again.";

    public static void MapStripe(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<StripeOptions>().WebhookSecret is not { Length: > 0 })
            return;
        app.MapPost("/webhooks/stripe", TakeAsync).WithTags("Payments")
            .WithSummary("Takes an event of Stripe, as its dashboard or API sends it to a webhook.")
            .WithDescription(About)
            .Produces<WebhookView>()
            .Refuses(Problems.BadSignature, Problems.BadRequest, Problems.BodyTooSlow, Problems.EventTooLarge)
            .Refuses(Problems.Suspended, Problems.ChangeUnknown, Problems.ChangeUnavailable, Problems.ChangeOverloaded);
    }

    private static async Task<IResult> TakeAsync(
        [FromHeader(Name = "Stripe-Signature")] string? signature,
        HttpContext context,
        StripeEvents events,
        PaymentConfirmation payments,
        CancellationToken cancellation)
    {
        if (await ReadAsync(context, cancellation) is not { } body)
            return Problems.EventTooLarge;
        if (events.Read(body, signature) is not { } told)
            return Problems.BadSignature;
        return ReportedPayment.Find(told) is { } payment ? await payments.TakeAsync(payment, cancellation) : TypedResults.Ok(WebhookView.Ignored);
    }

    // Null: too large. The front's usual limit is for bodies that shoppers send.
    private static async Task<byte[]?> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = MaxEventBytes;
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, cancellation);
            return body.ToArray();
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}
