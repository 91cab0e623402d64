using System.Diagnostics;
using FlashFlow.Core.Carts;
using FlashFlow.WebFront.Operators.Activity;
using FlashFlow.WebFront.WarmUp;

namespace FlashFlow.WebFront.Orders;

/// <summary>Names an order and takes it to the product's guard.</summary>
public sealed class Checkout(StockGuards guards, CartDesk carts, Rehearsal rehearsal, BuyActivity activity, TimeProvider time)
{
    // A sale that begins between naming an order and buying it makes it stale; twice in a row is somebody starting sales in a loop.
    private const int MaxNamings = 3;

    /// <summary>Buys under a fresh order id.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="shopperId">Who buys; empty for an anonymous shopper.</param>
    /// <param name="quantity">Units wanted.</param>
    /// <param name="isOwned">Whether the order's id is to say whose it is.</param>
    /// <param name="place">The buyer's place in the product's room, which a pass has shown; 0 for none.</param>
    public async ValueTask<Purchase> BuyAsync(string productId, string shopperId, int quantity, bool isOwned = false, long place = 0)
    {
        var started = time.GetTimestamp();
        var orderId = OrderIds.New(time, shopperId, isOwned);
        var request = new OrderOperation(orderId, shopperId, quantity, TraceParent: Activity.Current?.Id, Place: place);
        if (rehearsal.IsMeantBy(productId))
            return new(orderId, await (rehearsal.Find(productId)?.DecideAsync(request) ?? guards.DecideAsync(productId, request)));
        var result = await guards.DecideAsync(productId, request);
        return result.Outcome == OrderOutcome.IsBundle
            ? await BuyBundleAsync(productId, request, key: null, isOwned, started)
            : Told(productId, orderId, result, started);
    }

    /// <summary>Buys under the order id that shopper and key name, so that a retry is the same order (G4).</summary>
    public async ValueTask<Purchase> BuyAsync(string productId, string shopperId, int quantity, string idempotencyKey, bool isOwned = false, long place = 0)
    {
        var started = time.GetTimestamp();
        if (await guards.FindEpochAsync(productId) is not { } epoch)
            return new(default, new(OrderOutcome.UnknownProduct));

        for (var naming = 1; ; naming++)
        {
            var orderId = OrderIds.ForKey(productId, epoch, shopperId, idempotencyKey, isOwned);
            var request = new OrderOperation(orderId, shopperId, quantity, epoch, MayBeReplay: true, Activity.Current?.Id, Place: place);
            var result = await guards.DecideAsync(productId, request);
            if (result.Outcome == OrderOutcome.IsBundle)
                return await BuyBundleAsync(productId, request, idempotencyKey, isOwned, started);
            if (result.Outcome != OrderOutcome.StaleEpoch || naming == MaxNamings)
                return Told(productId, orderId, result, started);
            epoch = result.Epoch;
        }
    }

    // An order of a bundle goes by the bundle's name, though it is one of several products.
    private async Task<Purchase> BuyBundleAsync(string productId, OrderOperation request, string? key, bool isOwned, long started)
    {
        var cartId = key is null ? request.OrderId : OrderIds.ForKey(productId, epoch: 0, request.ShopperId, key, isOwned);
        var purchase = await carts.BuyAsync(cartId, request.ShopperId, [new(productId, request.Quantity)], isOwned, request.MayBeReplay);
        return Told(productId, cartId, new(purchase.Outcome, State: purchase.Cart is null ? null : CartStates.Whole(purchase.States)), started);
    }

    // What a shopper is told is counted here, where each buy passes once.
    private Purchase Told(string productId, Guid orderId, OrderResult result, long started)
    {
        Telemetry.CountBuy(result.Outcome);
        activity.Count(productId, result.Outcome, started);
        return new(orderId, result);
    }
}
