using System.Diagnostics;
using FlashFlow.WebFront.Operators.Activity;
using FlashFlow.WebFront.WarmUp;

namespace FlashFlow.WebFront.Orders;

/// <summary>Names an order and takes it to the product's guard.</summary>
public sealed class Checkout(StockGuards guards, Rehearsal rehearsal, BuyActivity activity, TimeProvider time)
{
    // A sale that begins between naming an order and buying it makes it stale; twice in a row is somebody starting sales in a loop.
    private const int MaxNamings = 3;

    /// <summary>Buys under a fresh order id.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="shopperId">Who buys; empty for an anonymous shopper.</param>
    /// <param name="quantity">Units wanted.</param>
    /// <param name="isOwned">Whether the order's id is to say whose it is.</param>
    public async ValueTask<Purchase> BuyAsync(string productId, string shopperId, int quantity, bool isOwned = false)
    {
        var started = time.GetTimestamp();
        var orderId = isOwned ? OrderIds.NewOf(shopperId) : OrderIds.New(time);
        var request = new OrderOperation(orderId, shopperId, quantity, TraceParent: Activity.Current?.Id);
        return rehearsal.IsMeantBy(productId)
            ? new(orderId, await (rehearsal.Find(productId)?.DecideAsync(request) ?? guards.DecideAsync(productId, request)))
            : Told(productId, orderId, await guards.DecideAsync(productId, request), started);
    }

    /// <summary>Buys under the order id that shopper and key name, so that a retry is the same order (G4).</summary>
    public async ValueTask<Purchase> BuyAsync(string productId, string shopperId, int quantity, string idempotencyKey, bool isOwned = false)
    {
        var started = time.GetTimestamp();
        if (await guards.FindEpochAsync(productId) is not { } epoch)
            return new(default, new(OrderOutcome.UnknownProduct));

        for (var naming = 1; ; naming++)
        {
            var orderId = isOwned
                ? OrderIds.ForKeyOf(productId, epoch, shopperId, idempotencyKey)
                : OrderIds.ForKey(productId, epoch, shopperId, idempotencyKey);
            var request = new OrderOperation(orderId, shopperId, quantity, epoch, MayBeReplay: true, Activity.Current?.Id);
            var result = await guards.DecideAsync(productId, request);
            if (result.Outcome != OrderOutcome.StaleEpoch || naming == MaxNamings)
                return Told(productId, orderId, result, started);
            epoch = result.Epoch;
        }
    }

    // What a shopper is told is counted here, where each buy passes once.
    private Purchase Told(string productId, Guid orderId, OrderResult result, long started)
    {
        Telemetry.CountBuy(result.Outcome);
        activity.Count(productId, result.Outcome, started);
        return new(orderId, result);
    }
}
