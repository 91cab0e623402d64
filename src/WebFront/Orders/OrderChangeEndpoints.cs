using System.Security.Claims;
using System.Security.Cryptography;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Shoppers;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Orders;

/// <summary>What happens to an order after it was bought: shoppers release it, the shop confirms, extends and cancels it.</summary>
internal static class OrderChangeEndpoints
{
    private const string MinorUnits =
        "The amount is in minor units of the currency, as payment providers count: 49990 for 499.90 EUR, 500 for 500 JPY. "
        + "The same payment again is answered the same. After the deadline the order is confirmed all the same where its units are still "
        + "free, with `reinstated`; otherwise it is refused for good.";

    // Random numbers of so many bits make a share.
    private const int ShareSteps = 1 << 30;

    public static void MapOrderChanges(this IEndpointRouteBuilder app)
    {
        var order = app.MapGroup("/products/{productId}/orders/{orderId}")
            .WithTags("Orders")
            .Refuses(Problems.UnknownProduct, Problems.UnknownOrder, Problems.Suspended)
            .Refuses(Problems.ChangeUnknown, Problems.ChangeUnavailable, Problems.ChangeOverloaded);
        order.MapPost("/release", ReleaseAsync)
            .WithSummary("Gives a hold up: its units are for sale again. The same again changes nothing.")
            .LimitByAddress()
            .OfShopper(app.ServiceProvider)
            .Produces<OrderView>().ShowsExample(Examples.Released)
            .Refuses(Problems.AlreadyConfirmed, Problems.OrderCancelled);

        var shops = order.MapGroup("").RequireKey(AccessRole.Shop);
        shops.MapPost("/confirm", ConfirmAsync)
            .WithSummary("Makes a hold that was paid for a sale.")
            .WithDescription(MinorUnits)
            .Produces<OrderView>().ShowsExample(Examples.Confirmed)
            .TakesBody()
            .Refuses(Problems.BadPayment, Problems.AmountMismatch, Problems.PaymentMismatch, Problems.AlreadyConfirmed)
            .Refuses(Problems.PaymentRefused, Problems.HoldReleased, Problems.OrderCancelled);
        shops.MapPost("/extend", ExtendAsync)
            .WithSummary("Has a hold last as long from now on as one that begins now, up to the most that the sale allows.")
            .Produces<OrderView>().ShowsExample(Examples.Held)
            .Refuses(Problems.HoldLimitReached, Problems.AlreadyConfirmed)
            .Refuses(Problems.HoldExpired, Problems.HoldReleased, Problems.OrderCancelled);
        shops.MapPost("/cancel", CancelAsync)
            .WithSummary("Undoes a sale, or some units of it. With an Idempotency-Key it can be sent again safely.")
            .Produces<OrderView>().ShowsExample(Examples.Cancelled)
            .TakesBody()
            .Refuses(Problems.BadIdempotencyKey, Problems.BadQuantity, Problems.CancelKeyReused)
            .Refuses(Problems.TooLate, Problems.NotConfirmed)
            .Refuses(Problems.HoldExpired, Problems.HoldReleased, Problems.OrderCancelled);
    }

    private static async Task<IResult> ReleaseAsync(string productId, string orderId, HttpContext context, ShopperAccess access, OrderChanges orders)
    {
        var caller = access.CallerOf(context);
        return Guid.TryParseExact(orderId, "D", out var id) && !caller.Sees(id)
            ? Problems.UnknownOrder
            : await orders.MakeAsync(productId, orderId, new OrderChange.Release(), caller.KeyName);
    }

    private static async Task<IResult> ConfirmAsync(
        string productId, string orderId, ConfirmRequest payment, ClaimsPrincipal caller, OrderChanges orders) =>
        payment.FindDefect() is { } defect
            ? Problems.BadPayment.With(defect)
            : await orders.MakeAsync(productId, orderId, payment.ToChange(), caller.Identity!.Name);

    private static Task<IResult> ExtendAsync(string productId, string orderId, ClaimsPrincipal caller, OrderChanges orders) =>
        orders.MakeAsync(productId, orderId, new OrderChange.Extend(), caller.Identity!.Name);

    private static async Task<IResult> CancelAsync(
        string productId,
        string orderId,
        CancelRequest? request,
        [FromHeader(Name = SingleParameters.IdempotencyKey)] string? idempotencyKey,
        ClaimsPrincipal caller,
        OrderChanges orders)
    {
        if (idempotencyKey is not null && !Identifiers.IsIdempotencyKey(idempotencyKey))
            return Problems.BadIdempotencyKey;
        if (request?.Quantity < 1)
            return Problems.BadQuantity.With("The quantity must be 1 or more, or absent for all that is left.");

        // Without a key one is made: this front asks a silo again that did not answer, and the units must return once (G4).
        var cancel = new OrderChange.Cancel(request?.Quantity, idempotencyKey ?? $"{Guid.NewGuid()}", DrawShare());
        return await orders.MakeAsync(productId, orderId, cancel, caller.Identity!.Name);
    }

    /// <summary>How much of the longest wait cancelled units wait: nobody may foresee when they are for sale again.</summary>
    public static double DrawShare() => (double)RandomNumberGenerator.GetInt32(ShareSteps) / ShareSteps;
}
