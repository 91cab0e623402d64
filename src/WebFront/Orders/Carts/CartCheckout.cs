using FlashFlow.Core.Carts;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.WebFront.Orders.Carts;

/// <summary>Names an order of several lines, has it bought, and answers.</summary>
internal sealed class CartCheckout(CartDesk desk, ISaleLedger sales, TimeProvider time)
{
    /// <summary>Buys all lines or none.</summary>
    /// <param name="context">The call.</param>
    /// <param name="caller">Who makes it.</param>
    /// <param name="shopperId">Who buys.</param>
    /// <param name="lines">What.</param>
    /// <param name="idempotencyKey">Names the request; null where it has no name.</param>
    public async Task BuyAsync(HttpContext context, OrderCaller caller, string shopperId, IReadOnlyList<CartLine> lines, string? idempotencyKey)
    {
        var id = idempotencyKey is null
            ? OrderIds.New(time, shopperId, caller.OwnsOrders)
            : OrderIds.ForKey(productId: "", epoch: 0, shopperId, idempotencyKey, caller.OwnsOrders);
        var purchase = await desk.BuyAsync(id, shopperId, lines, caller.OwnsOrders, mayBeReplay: idempotencyKey is not null);
        Telemetry.CountBuy(purchase.Outcome);
        if (purchase.Cart is not null || purchase.Outcome == OrderOutcome.Unknown)
            context.Response.Headers.Location = $"/carts/{id}";
        if (purchase.Cart is not { } cart)
        {
            await (await RefusalAsync(purchase, lines)).ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = purchase.Outcome == OrderOutcome.Replayed ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        await context.Response.WriteAsJsonAsync(CartLookup.View(cart, purchase.States, showsPayment: false), FrontJson.Default.OrderView);
    }

    private async Task<Problem> RefusalAsync(CartPurchase purchase, IReadOnlyList<CartLine> lines)
    {
        var problem = purchase.Outcome == OrderOutcome.KeyReused ? Problems.CartKeyReused : Problems.For(purchase.Outcome);
        return purchase.Refused is { } productId && await FindLineAsync(lines, productId) is >= 0 and var line
            ? problem.OfLine(line, productId)
            : problem;
    }

    // What is short may be a part of a bundle.
    private async Task<int> FindLineAsync(IReadOnlyList<CartLine> lines, string productId)
    {
        for (var i = 0; i < lines.Count; i++)
            if (lines[i].ProductId == productId)
                return i;
        var looks = await sales.LookAsync([.. lines.Select(line => line.ProductId)]);
        for (var i = 0; i < lines.Count; i++)
            if (looks[i].Sale?.Definition.Bundle?.Components.ContainsKey(productId) == true)
                return i;
        return -1;
    }
}
