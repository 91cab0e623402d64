using FlashFlow.Core.Carts;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Orders.Carts;

/// <summary>Makes a change of an order of several lines, and answers with the order as it is then.</summary>
internal sealed class CartOrders(CartLookup carts, CartChanges changes)
{
    /// <summary>Makes the change, or says why not.</summary>
    /// <param name="orderId">The order, as the caller names it.</param>
    /// <param name="change">What is asked of it.</param>
    /// <param name="by">The name of the key that the caller has shown, who may then know the payment; null for a shopper.</param>
    /// <param name="cancellation">Whoever asks has gone, and nothing is begun yet.</param>
    public async Task<IResult> MakeAsync(string orderId, OrderChange change, string? by, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(orderId, "D", out var id) || await carts.FindCartAsync(id, cancellation) is not { } cart)
            return Problems.UnknownOrder;
        var outcome = await changes.MakeAsync(cart, change with { By = by });
        Telemetry.CountChange(change, outcome);
        if (outcome is OrderOutcome.Changed or OrderOutcome.Repeated)
            return TypedResults.Ok(CartLookup.View(cart, await changes.FindStatesAsync(cart), showsPayment: by is not null));
        return Problems.ForChange(change, outcome);
    }

    /// <summary>Makes a change of an order of a bundle, which is one of several products; null where there is no such order.</summary>
    public async Task<OrderResult?> MakeOfBundleAsync(string productId, Guid orderId, OrderChange change)
    {
        try
        {
            if (await carts.FindOfBundleAsync(productId, orderId) is not { } cart)
                return null;
            var outcome = await changes.MakeAsync(cart, change);
            var states = await changes.FindStatesAsync(cart);
            return new(outcome, State: states.Length == 0 ? null : CartStates.Whole(states));
        }
        catch (LedgerUnavailableException)
        {
            return new(OrderOutcome.Unknown);
        }
    }
}
