using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Rebuilding;

/// <summary>The orders of one product that were found, by sale and id. One that was found twice counts where it had come furthest.</summary>
internal sealed class FoundOrders(string productId)
{
    private readonly Dictionary<long, Dictionary<Guid, (SoldOrder Order, Place Place)>> sales = [];

    /// <summary>The sales of which orders were found.</summary>
    public IEnumerable<long> Epochs => sales.Keys;

    /// <summary>The orders of a sale.</summary>
    public IReadOnlyCollection<SoldOrder> Of(long epoch) => [.. sales.GetValueOrDefault(epoch, []).Values.Select(found => found.Order)];

    /// <summary>How many were found where.</summary>
    public IReadOnlyDictionary<Place, Tally> Places(long epoch) => sales.GetValueOrDefault(epoch, []).Values
        .GroupBy(found => found.Place)
        .ToDictionary(place => place.Key, place => new Tally(place.Count(), place.Sum(found => (long)found.Order.Quantity)));

    /// <summary>Adds what a message holds of the product; what is no batch of orders belongs to no sale.</summary>
    public void Add(Place place, ReadOnlyMemory<byte> message)
    {
        foreach (var batch in OrderMessage.Batches(message).Where(batch => batch.ProductId == productId))
            for (var i = 0; i < batch.Count; i++)
                Add(place, batch.Epoch, new(batch.OrderIds[i], batch.FirstPosition + i, batch.Quantities[i], batch.ShopperIds[i]));
    }

    /// <summary>Adds an order.</summary>
    public void Add(Place place, long epoch, SoldOrder order)
    {
        if (!sales.TryGetValue(epoch, out var orders))
            sales.Add(epoch, orders = []);
        if (!orders.TryGetValue(order.OrderId, out var earlier) || earlier.Place < place)
            orders[order.OrderId] = (order, place);
    }
}
