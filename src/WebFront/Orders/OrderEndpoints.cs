using FlashFlow.Core.Rooms;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Orders.Carts;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Shoppers;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Orders;

/// <summary>The shopper's calls: place an order, ask what became of it.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/products/{productId}/orders").WithTags("Orders").LimitByAddress().Refuses(Problems.UnknownProduct, Problems.Unavailable);
        orders.MapPost("/", PlaceAsync)
            .WithSummary("Buys some units of a product: they are sold at once, or held until a deadline where the sale says so.")
            .Produces<OrderView>(StatusCodes.Status202Accepted).ShowsExample(Examples.Held)
            .Produces<OrderView>(StatusCodes.Status200OK)
            .TakesBody()
            .OfShopper(app.ServiceProvider)
            .Refuses(Problems.ShopperMismatch)
            .Refuses(Problems.SoldOut, Problems.LimitReached, Problems.NotOpen, Problems.Paused, Problems.Closed, Problems.NotAdmitted)
            .Refuses(Problems.BadIdempotencyKey, Problems.BadShopperId, Problems.BadQuantity, Problems.OrderKeyReused)
            .Refuses(Problems.Suspended, Problems.Unknown, Problems.Overloaded);
        orders.MapGet("/{orderId}", FindAsync)
            .WithSummary("Tells how an order stands, and whether it is stored so. The payment is told to who shows a key.")
            .Produces<OrderView>().ShowsExample(Examples.Stored)
            .ShownToShopper(app.ServiceProvider)
            .Refuses(Problems.UnknownOrder);
    }

    private static async Task PlaceAsync(
        string productId,
        OrderRequest order,
        [FromHeader(Name = SingleParameters.IdempotencyKey)] string? idempotencyKey,
        HttpContext context,
        Checkout checkout,
        ShopperAccess access,
        ShopperLimit limit,
        RoomDesk rooms,
        FrontOptions options)
    {
        var caller = access.IsOn ? access.CallerOf(context) : OrderCaller.Anybody;
        var shopperId = caller.ShopperId ?? order.ShopperId;
        if (FindDefect(productId, order, shopperId, idempotencyKey, options) is { } defect)
        {
            await defect.ExecuteAsync(context);
            return;
        }

        // Retries count too: a loop that retries is what the limit is for.
        if (!limit.Allows(shopperId))
        {
            await Problems.TooManyRequests.ExecuteAsync(context);
            return;
        }

        var place = order.Pass is { } pass ? await rooms.FindPlaceAsync(productId, shopperId, pass) : 0;
        var purchase = idempotencyKey is null
            ? await checkout.BuyAsync(productId, shopperId, order.Quantity, caller.OwnsOrders, place)
            : await checkout.BuyAsync(productId, shopperId, order.Quantity, idempotencyKey, caller.OwnsOrders, place);
        await PurchaseAnswer.WriteAsync(context, productId, purchase);
    }

    private static async Task<IResult> FindAsync(
        string productId, string orderId, HttpContext context, OrderLookup orders, CartLookup carts, ShopperAccess access, CancellationToken cancellation)
    {
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        var caller = access.CallerOf(context);
        if (!Guid.TryParseExact(orderId, "D", out var id) || !caller.Sees(id))
            return Problems.UnknownOrder;

        var showsPayment = caller.KeyName is not null;
        var order = await orders.FindAsync(productId, id, showsPayment, cancellation) ?? await carts.ViewOfBundleAsync(productId, id, showsPayment, cancellation);
        return order is null ? Problems.UnknownOrder : TypedResults.Ok(order);
    }

    private static Problem? FindDefect(string productId, OrderRequest order, string shopperId, string? idempotencyKey, FrontOptions options)
    {
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        if (OrderCaller.FindDefect(order.ShopperId, shopperId) is { } defect)
            return defect;
        if (order.Quantity < 1 || order.Quantity > options.MaxQuantity)
            return Problems.BadQuantity.With($"The quantity must be from 1 to {options.MaxQuantity}.");
        if (idempotencyKey is not null && !Identifiers.IsIdempotencyKey(idempotencyKey))
            return Problems.BadIdempotencyKey;
        return null;
    }
}
