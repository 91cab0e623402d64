using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Orders;

namespace FlashFlow.WebFront.Demo;

/// <summary>
/// Plays the shop, so that what its page shows can be tried without one: it takes the payment for a hold from the demo's provider and
/// confirms, and it has a hold last longer. A real shop does both behind its own pages, with its key.
/// </summary>
internal static class DemoShopEndpoints
{
    /// <summary>What the page calls this way to pay.</summary>
    public const string PaymentName = "demo";

    private const string By = "demo-shop";

    public static void MapDemoShop(this IEndpointRouteBuilder app)
    {
        var order = app.MapGroup("/demo/products/{productId}/orders/{orderId}")
            .WithTags("Demo")
            .LimitByAddress()
            .Refuses(Problems.NotFromHere, Problems.UnknownProduct, Problems.UnknownOrder, Problems.Suspended)
            .Refuses(Problems.ChangeUnknown, Problems.ChangeUnavailable, Problems.ChangeOverloaded)
            .Refuses(Problems.AlreadyConfirmed, Problems.HoldReleased, Problems.OrderCancelled);
        order.MapPost("/pay", PayAsync)
            .WithSummary("Plays the shop: has the demo's provider authorise the payment of a hold, and confirms. The same again pays once.")
            .Produces<OrderView>().ShowsExample(Examples.Confirmed)
            .TakesBody()
            .Refuses(Problems.BadPayment, Problems.PaymentDeclined, Problems.PaymentTimeout, Problems.PaymentRefused, Problems.PaymentMismatch);
        order.MapPost("/extend", ExtendAsync)
            .WithSummary("Plays the shop: has a hold last longer.")
            .Produces<OrderView>().ShowsExample(Examples.Held)
            .Refuses(Problems.HoldExpired, Problems.HoldLimitReached);
    }

    private static async Task<IResult> PayAsync(
        string productId,
        string orderId,
        DemoShopPayment payment,
        HttpContext context,
        OrderLookup lookup,
        OrderChanges orders,
        TimeProvider time,
        CancellationToken cancellation)
    {
        if (!DemoEndpoints.IsFromHere(context))
            return Problems.NotFromHere;
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        if (!Guid.TryParseExact(orderId, "D", out var id) || await lookup.FindAsync(productId, id, showsPayment: true, cancellation) is not { } order)
            return Problems.UnknownOrder;

        var asked = new DemoPaymentRequest(order.Amount ?? 0, order.Currency, payment.Behaviour, id, payment.DelayMs);
        if (asked.FindDefect() is { } defect)
            return Problems.BadPayment.With(defect);
        return (await DemoPaymentEndpoint.AskAsync(asked, time, cancellation))?.Status switch
        {
            null => Problems.PaymentTimeout,
            "declined" => Problems.PaymentDeclined,
            // Whatever the way of paying, one order has one payment here: who pays again after a lost answer has paid once.
            _ => await orders.MakeAsync(productId, orderId, new OrderChange.Confirm($"{By}_{id:N}", order.Amount ?? 0, order.Currency ?? ""), By),
        };
    }

    private static async Task<IResult> ExtendAsync(string productId, string orderId, HttpContext context, OrderChanges orders) =>
        DemoEndpoints.IsFromHere(context) ? await orders.MakeAsync(productId, orderId, new OrderChange.Extend(), By) : Problems.NotFromHere;
}
