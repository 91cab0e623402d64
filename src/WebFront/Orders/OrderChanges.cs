using System.Diagnostics;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Orders.Carts;

namespace FlashFlow.WebFront.Orders;

/// <summary>Takes a change of an order to the product's guard, and answers with the order as it is then.</summary>
internal sealed class OrderChanges(StockGuards guards, CartOrders carts)
{
    /// <summary>Makes the change, or says why not.</summary>
    /// <param name="productId">The product, as the caller names it.</param>
    /// <param name="orderId">The order, as the caller names it.</param>
    /// <param name="change">What is asked of it.</param>
    /// <param name="by">The name of the key that the caller has shown, who may then know the payment; null for a shopper.</param>
    public async Task<IResult> MakeAsync(string productId, string orderId, OrderChange change, string? by)
    {
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        if (!Guid.TryParseExact(orderId, "D", out var id))
            return Problems.UnknownOrder;

        var result = await DecideAsync(productId, id, change with { By = by });
        if (result.IsChanged)
            return TypedResults.Ok(OrderView.Of(id, result.State ?? OrderState.Sold, showsPayment: by is not null));
        return Problems.ForChange(change, result.Outcome);
    }

    /// <summary>Makes the change, for whoever answers in another way. Each is counted here, once.</summary>
    public async ValueTask<OrderResult> DecideAsync(string productId, Guid orderId, OrderChange change)
    {
        var result = await guards.DecideAsync(productId, OrderOperation.ToChange(orderId, change, Activity.Current?.Id));
        if (result.Outcome == OrderOutcome.UnknownOrder && await carts.MakeOfBundleAsync(productId, orderId, change) is { } ofBundle)
            result = ofBundle;
        Telemetry.CountChange(change, result.Outcome);
        return result;
    }
}
