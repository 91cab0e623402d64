using FlashFlow.Core.Carts;
using FlashFlow.Infrastructure.Postgres;

namespace FlashFlow.WebFront.Orders.Carts;

/// <summary>Finds out what became of an order of several lines: what it is made of is remembered, or else stored.</summary>
internal sealed class CartLookup(ICartRecords records, PostgresStoredOrders stored, OrderLookup orders)
{
    /// <summary>What it is made of, or null where there is none.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody knows.</exception>
    /// <exception cref="SaleStoreUnavailableException">It is not remembered, and the store does not answer.</exception>
    public async Task<Cart?> FindCartAsync(Guid cartId, CancellationToken cancellation) =>
        await records.FindAsync(cartId) ?? await stored.FindCartAsync(cartId, cancellation);

    /// <summary>An order of a bundle, which goes by the bundle's name though it is one of several products; null where there is none.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody knows.</exception>
    public async Task<Cart?> FindOfBundleAsync(string productId, Guid cartId) =>
        await records.FindAsync(cartId) is { Lines: [var line] } cart && line.ProductId == productId ? cart : null;

    /// <summary>The order as it is to be seen, or null where it was not taken.</summary>
    /// <param name="cart">What it is made of.</param>
    /// <param name="showsPayment">Whether whoever asks may know the payment.</param>
    /// <param name="cancellation">Whoever asks has gone.</param>
    public async Task<OrderView?> ViewAsync(Cart cart, bool showsPayment, CancellationToken cancellation)
    {
        if (cart.MayBeHalf)
            return null;
        var parts = cart.Orders.ToArray();
        var found = await Task.WhenAll(parts.Select(part => orders.FindAsync(part.ProductId, part.OrderId, cancellation)));
        return Array.Exists(found, order => order is null)
            ? null
            : View(cart, [.. found.Select(order => order!.State)], showsPayment) with { Stored = Array.TrueForAll(found, order => order!.IsStored) };
    }

    /// <summary>An order of a bundle as it is to be seen, or null where there is none.</summary>
    public async Task<OrderView?> ViewOfBundleAsync(string productId, Guid cartId, bool showsPayment, CancellationToken cancellation) =>
        await FindOfBundleAsync(productId, cartId) is { } cart && await ViewAsync(cart, showsPayment, cancellation) is { } view
            ? view with { Quantity = cart.Lines[0].Quantity }
            : null;

    /// <summary>The order as its orders stand.</summary>
    /// <param name="cart">What it is made of.</param>
    /// <param name="states">How its orders stand.</param>
    /// <param name="showsPayment">Whether whoever asks may know the payment.</param>
    public static OrderView View(Cart cart, IReadOnlyList<OrderState> states, bool showsPayment) =>
        OrderView.Of(cart.Id, CartStates.Whole(states), showsPayment) with
        {
            Lines = cart.Lines,
            Orders = [.. cart.Orders.Zip(states, (part, state) => OrderView.Of(part.OrderId, state, showsPayment) with
            {
                ProductId = part.ProductId,
                Quantity = part.Quantity,
            })],
        };
}
