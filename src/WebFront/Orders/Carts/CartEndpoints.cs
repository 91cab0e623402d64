using System.Security.Claims;
using FlashFlow.Core.Carts;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Shoppers;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Orders.Carts;

/// <summary>Orders of several lines: all of it is had, or nothing.</summary>
internal static class CartEndpoints
{
    private const string Tag = "Orders of several lines";

    public static void MapCarts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/orders", PlaceAsync)
            .WithTags(Tag)
            .WithSummary("Buys some units of several products: all of them or none.")
            .WithDescription(
                "Products of one family are taken in one step. Those of several families are held one after the other, so each must have holds; "
                + "what is held is given back where the rest cannot be had. A refusal names the line.")
            .LimitByAddress()
            .Produces<OrderView>(StatusCodes.Status202Accepted).ShowsExample(Examples.HeldCart)
            .Produces<OrderView>(StatusCodes.Status200OK)
            .TakesBody()
            .OfShopper(app.ServiceProvider)
            .Refuses(Problems.ShopperMismatch, Problems.UnknownProduct, Problems.HoldsNothing, Problems.MixedCurrencies)
            .Refuses(Problems.SoldOut, Problems.LimitReached, Problems.NotOpen, Problems.Paused, Problems.Closed, Problems.NotAdmitted)
            .Refuses(Problems.BadIdempotencyKey, Problems.BadShopperId, Problems.BadQuantity, Problems.BadLines, Problems.CartKeyReused)
            .Refuses(Problems.Unavailable, Problems.Suspended, Problems.Unknown, Problems.Overloaded);
        app.MapGet("/carts/{cartId}", FindAsync)
            .WithTags(Tag)
            .WithSummary("Tells how an order of several lines stands, and each of its orders.")
            .LimitByAddress()
            .Produces<OrderView>().ShowsExample(Examples.HeldCart)
            .ShownToShopper(app.ServiceProvider)
            .Refuses(Problems.UnknownOrder, Problems.Unavailable);

        var order = app.MapGroup("/carts/{cartId}")
            .WithTags(Tag)
            .Refuses(Problems.UnknownProduct, Problems.UnknownOrder, Problems.Suspended)
            .Refuses(Problems.ChangeUnknown, Problems.ChangeUnavailable, Problems.ChangeOverloaded);
        order.MapPost("/release", ReleaseAsync)
            .WithSummary("Gives all its holds up. The same again changes nothing.")
            .LimitByAddress()
            .OfShopper(app.ServiceProvider)
            .Produces<OrderView>()
            .Refuses(Problems.AlreadyConfirmed, Problems.OrderCancelled);
        var shops = order.MapGroup("").RequireKey(AccessRole.Shop);
        shops.MapPost("/confirm", ConfirmAsync)
            .WithSummary("Makes all its holds, which were paid for together, sales: all of them, or none for good.")
            .Produces<OrderView>()
            .TakesBody()
            .Refuses(Problems.BadPayment, Problems.AmountMismatch, Problems.PaymentMismatch, Problems.AlreadyConfirmed)
            .Refuses(Problems.PaymentRefused, Problems.HoldReleased, Problems.OrderCancelled);
        shops.MapPost("/extend", ExtendAsync)
            .WithSummary("Has all its holds last longer.")
            .Produces<OrderView>()
            .Refuses(Problems.HoldLimitReached, Problems.AlreadyConfirmed)
            .Refuses(Problems.HoldExpired, Problems.HoldReleased, Problems.OrderCancelled);
        shops.MapPost("/cancel", CancelAsync)
            .WithSummary("Undoes all of it after it was sold. Some units of it are undone by the order of their product.")
            .Produces<OrderView>()
            .Refuses(Problems.TooLate, Problems.NotConfirmed)
            .Refuses(Problems.HoldExpired, Problems.HoldReleased, Problems.OrderCancelled);
    }

    private static async Task PlaceAsync(
        CartRequest order,
        [FromHeader(Name = SingleParameters.IdempotencyKey)] string? idempotencyKey,
        HttpContext context,
        CartCheckout checkout,
        ShopperAccess access,
        ShopperLimit limit,
        FrontOptions options)
    {
        var caller = access.CallerOf(context);
        var shopperId = caller.ShopperId ?? order.ShopperId;
        if (FindDefect(order, shopperId, idempotencyKey, options) is { } defect)
            await defect.ExecuteAsync(context);
        else if (!limit.Allows(shopperId))
            await Problems.TooManyRequests.ExecuteAsync(context);
        else
            await checkout.BuyAsync(context, caller, shopperId, order.Lines, idempotencyKey);
    }

    private static Problem? FindDefect(CartRequest order, string shopperId, string? idempotencyKey, FrontOptions options)
    {
        if (OrderCaller.FindDefect(order.ShopperId, shopperId) is { } defect)
            return defect;
        if (order.Lines is null or { Length: 0 or > Cart.MostLines } || Array.Exists(order.Lines, line => line is null))
            return Problems.BadLines;
        if (Array.FindIndex(order.Lines, line => line.Quantity < 1 || line.Quantity > options.MaxQuantity) is >= 0 and var line)
            return Problems.BadQuantity.With($"The quantity must be from 1 to {options.MaxQuantity}.").OfLine(line, order.Lines[line].ProductId);
        if (Array.FindIndex(order.Lines, line => !Identifiers.IsProductId(line.ProductId)) is >= 0 and var other)
            return Problems.UnknownProduct.OfLine(other, productId: null);
        if (order.Lines.GroupBy(line => line.ProductId).FirstOrDefault(of => of.Sum(line => line.Quantity) > options.MaxQuantity) is { } most)
            return Problems.BadQuantity.With($"The lines of '{most.Key}' together have more than {options.MaxQuantity} units.");
        if (idempotencyKey is not null && !Identifiers.IsIdempotencyKey(idempotencyKey))
            return Problems.BadIdempotencyKey;
        return null;
    }

    private static async Task<IResult> FindAsync(
        string cartId, HttpContext context, CartLookup carts, ShopperAccess access, CancellationToken cancellation)
    {
        var caller = access.CallerOf(context);
        return Guid.TryParseExact(cartId, "D", out var id) && caller.Sees(id)
            && await carts.FindCartAsync(id, cancellation) is { } cart
            && await carts.ViewAsync(cart, showsPayment: caller.KeyName is not null, cancellation) is { } view
                ? TypedResults.Ok(view)
                : Problems.UnknownOrder;
    }

    private static async Task<IResult> ReleaseAsync(string cartId, HttpContext context, ShopperAccess access, CartOrders carts)
    {
        var caller = access.CallerOf(context);
        return Guid.TryParseExact(cartId, "D", out var id) && !caller.Sees(id)
            ? Problems.UnknownOrder
            : await carts.MakeAsync(cartId, new OrderChange.Release(), caller.KeyName, context.RequestAborted);
    }

    private static async Task<IResult> ConfirmAsync(
        string cartId, ConfirmRequest payment, ClaimsPrincipal caller, CartOrders carts, CancellationToken cancellation) =>
        payment.FindDefect() is { } defect
            ? Problems.BadPayment.With(defect)
            : await carts.MakeAsync(cartId, payment.ToChange(), caller.Identity!.Name, cancellation);

    private static Task<IResult> ExtendAsync(string cartId, ClaimsPrincipal caller, CartOrders carts, CancellationToken cancellation) =>
        carts.MakeAsync(cartId, new OrderChange.Extend(), caller.Identity!.Name, cancellation);

    // All of it is cancelled, once: no key is needed to tell one cancel from another.
    private static Task<IResult> CancelAsync(string cartId, ClaimsPrincipal caller, CartOrders carts, CancellationToken cancellation) =>
        carts.MakeAsync(
            cartId, new OrderChange.Cancel(Quantity: null, $"cart {cartId}", OrderChangeEndpoints.DrawShare()), caller.Identity!.Name, cancellation);
}
