using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Errors;
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
            .Refuses(Problems.SoldOut, Problems.LimitReached, Problems.NotOpen, Problems.Paused, Problems.Closed)
            .Refuses(Problems.BadIdempotencyKey, Problems.BadShopperId, Problems.BadQuantity, Problems.OrderKeyReused)
            .Refuses(Problems.Suspended, Problems.Unknown, Problems.Overloaded);
        orders.MapGet("/{orderId}", FindAsync)
            .WithSummary("Tells how an order stands, and whether it is stored so. The payment is told to who shows a key.")
            .Produces<OrderView>().ShowsExample(Examples.Stored)
            .Refuses(Problems.UnknownOrder);
    }

    private static async Task PlaceAsync(
        string productId,
        OrderRequest order,
        [FromHeader(Name = SingleParameters.IdempotencyKey)] string? idempotencyKey,
        HttpContext context,
        Checkout checkout,
        ShopperLimit limit,
        FrontOptions options)
    {
        if (FindDefect(productId, order, idempotencyKey, options) is { } defect)
        {
            await defect.ExecuteAsync(context);
            return;
        }

        // Retries count too: a loop that retries is what the limit is for.
        if (!limit.Allows(order.ShopperId))
        {
            await Problems.TooManyRequests.ExecuteAsync(context);
            return;
        }

        var purchase = idempotencyKey is null
            ? await checkout.BuyAsync(productId, order.ShopperId, order.Quantity)
            : await checkout.BuyAsync(productId, order.ShopperId, order.Quantity, idempotencyKey);
        await PurchaseAnswer.WriteAsync(context, productId, purchase);
    }

    private static async Task<IResult> FindAsync(
        string productId, string orderId, HttpContext context, OrderLookup orders, KnownKeys keys, CancellationToken cancellation)
    {
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        if (!Guid.TryParseExact(orderId, "D", out var id))
            return Problems.UnknownOrder;

        var showsPayment = keys.FindCaller(context) is not null;
        return await orders.FindAsync(productId, id, showsPayment, cancellation) is { } order ? TypedResults.Ok(order) : Problems.UnknownOrder;
    }

    private static Problem? FindDefect(string productId, OrderRequest order, string? idempotencyKey, FrontOptions options)
    {
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        if (!Identifiers.IsShopperId(order.ShopperId))
            return Problems.BadShopperId;
        if (order.Quantity < 1 || order.Quantity > options.MaxQuantity)
            return Problems.BadQuantity.With($"The quantity must be from 1 to {options.MaxQuantity}.");
        if (idempotencyKey is not null && !Identifiers.IsIdempotencyKey(idempotencyKey))
            return Problems.BadIdempotencyKey;
        return null;
    }
}
