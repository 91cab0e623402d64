using FlashFlow.Infrastructure.Postgres;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Orders;
using FlashFlow.WebFront.Products;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Operators.Orders;

/// <summary>Finds orders for operators, in PostgreSQL: by their ids, of a shopper, of a payment, or all of a sale.</summary>
internal static class StoredOrderEndpoints
{
    public static void MapStoredOrders(this IEndpointRouteBuilder app)
    {
        app.MapGet("/orders/{orderId}", FindAsync)
            .WithTags("Operators")
            .RequireKey(AccessRole.Viewer)
            .WithSummary("Shows an order of any product as it is stored, and what happened to it.")
            .Produces<StoredOrderView>().ShowsExample(Examples.Told)
            .Refuses(Problems.BadRequest, Problems.UnknownOrder, Problems.Unavailable);

        app.MapProductCalls(AccessRole.Viewer).MapGet("/orders", ListAsync)
            .WithSummary("Lists stored orders of the product's current sale, or of the sale `epoch`: all, those of a shopper, or that of a payment.")
            .WithDescription(
                $"In order of their positions: the first `limit` (1 to {PageAnswer.MaxLimit}, usually {PageAnswer.UsualLimit}) after the position `after`. A header Link with "
                + "rel=\"next\" names the next page, and is missing on the last. Looking for a shopper or a payment reads the orders of the whole sale.")
            .Produces<StoredOrderView[]>()
            .Refuses(Problems.UnknownProduct, Problems.UnknownSale, Problems.OrdersPruned, Problems.BadPage, Problems.BadShopperId, Problems.BadPayment);
    }

    private static async Task<IResult> FindAsync(string orderId, PostgresReports reports, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(orderId, "D", out var id) || await reports.FindOrderAsync(id, cancellation) is not { } order)
            return Problems.UnknownOrder;

        var events = await reports.ListEventsAsync(order, cancellation);
        return TypedResults.Ok(StoredOrderView.Of(order) with { Life = [.. FirstOf(order), .. events.Select(OrderEventView.Of)] });
    }

    // Of some orders only what happened later is stored yet.
    private static OrderEventView[] FirstOf(ReportedOrder order) => order.Order.IsPartial ? [] : [OrderEventView.First(order)];

    private static async Task<IResult> ListAsync(
        string productId,
        [FromQuery] string? shopper,
        [FromQuery] string? paymentRef,
        [FromQuery] long? epoch,
        HttpContext context,
        PostgresReports reports,
        CancellationToken cancellation,
        [FromQuery] long after = 0,
        [FromQuery] int limit = PageAnswer.UsualLimit)
    {
        if (FindDefect(shopper, paymentRef, after, limit) is { } defect)
            return defect;
        if (await reports.FindSaleAsync(productId, epoch, cancellation) is not { } sale)
            return epoch is null ? Problems.UnknownProduct : Problems.UnknownSale;
        if (sale.PrunedAt is not null)
            return Problems.OrdersPruned;

        var orders = await reports.ListOrdersAsync(
            productId, new(sale.Epoch, after, limit) { ShopperId = shopper, PaymentRef = paymentRef }, cancellation);
        if (orders.Count == limit)
            context.Response.Headers.Link = $"<{NextPage(productId, shopper, paymentRef, sale.Epoch, orders[^1].Order.Position, limit)}>; rel=\"next\"";
        return TypedResults.Ok(orders.Select(StoredOrderView.Of).ToArray());
    }

    private static Problem? FindDefect(string? shopper, string? paymentRef, long after, int limit)
    {
        if (PageAnswer.FindDefect(limit) is { } tooLong)
            return tooLong;
        if (after < 0)
            return Problems.BadPage.With("A page begins after a position, which is 0 or more.");
        if (shopper is not null && paymentRef is not null)
            return Problems.BadRequest.With("Orders are looked for by shopper or by paymentRef, not by both.");
        if (shopper is not null && !Identifiers.IsShopperId(shopper))
            return Problems.BadShopperId;
        if (paymentRef is not null && !Identifiers.IsIdempotencyKey(paymentRef))
            return Problems.BadPayment.With(ConfirmRequest.PaymentRefRule);
        return null;
    }

    // It names the sale, so that the pages stay those of one when another begins.
    private static string NextPage(string productId, string? shopper, string? paymentRef, long epoch, long after, int limit)
    {
        var search = shopper is not null ? $"shopper={Uri.EscapeDataString(shopper)}&"
            : paymentRef is not null ? $"paymentRef={Uri.EscapeDataString(paymentRef)}&" : "";
        return $"/products/{productId}/orders?{search}epoch={epoch}&after={after}&limit={limit}";
    }
}
