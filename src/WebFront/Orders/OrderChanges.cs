using System.Diagnostics;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Orders;

/// <summary>Takes a change of an order to the product's guard, and answers with the order as it is then.</summary>
internal sealed class OrderChanges(StockGuards guards)
{
    /// <summary>Makes the change, or says why not.</summary>
    /// <param name="productId">The product, as the caller names it.</param>
    /// <param name="orderId">The order, as the caller names it.</param>
    /// <param name="change">What is asked of it.</param>
    /// <param name="isShop">Whether the caller has shown a key, and may know the payment.</param>
    public async Task<IResult> MakeAsync(string productId, string orderId, OrderChange change, bool isShop)
    {
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        if (!Guid.TryParseExact(orderId, "D", out var id))
            return Problems.UnknownOrder;

        var result = await guards.DecideAsync(productId, OrderOperation.ToChange(id, change, Activity.Current?.Id));
        if (result.IsChanged)
            return TypedResults.Ok(OrderView.Of(id, result.State ?? OrderState.Sold, isShop));
        return change is OrderChange.Confirm && result.Outcome == OrderOutcome.HoldExpired ? Problems.PaymentRefused : Problems.ForChange(result.Outcome);
    }
}
