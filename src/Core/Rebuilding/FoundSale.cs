using FlashFlow.Core.Auditing;

namespace FlashFlow.Core.Rebuilding;

/// <summary>What was found of one sale. An order counts where it had come furthest, and stands as the latest transition of it that was found left it.</summary>
internal sealed class FoundSale
{
    private readonly Dictionary<Guid, (SoldOrder Order, Place Place)> orders = [];
    private readonly HashSet<StoredTransition> transitions = [];

    /// <summary>The orders.</summary>
    public IReadOnlyCollection<SoldOrder> Orders => [.. orders.Values.Select(found => found.Order)];

    /// <summary>The numbers of all transitions found; one that was given twice is there twice.</summary>
    public IReadOnlyList<long> Seqs =>
        [.. orders.Values.Where(found => !found.Order.IsPartial).Select(found => found.Order.Position), .. transitions.Select(found => found.Seq)];

    /// <summary>The cancels found, by the keys under which they were asked for.</summary>
    public IReadOnlyCollection<StoredTransition> Cancels => [.. transitions.Where(found => found.Key is not null)];

    /// <summary>How many orders were found where.</summary>
    public IReadOnlyDictionary<Place, Tally> Places => orders.Values
        .GroupBy(found => found.Place)
        .ToDictionary(place => place.Key, place => new Tally(place.Count(), place.Sum(found => (long)found.Order.Quantity)));

    /// <summary>Adds an order, or what a transition tells of one.</summary>
    public void Add(Place place, SoldOrder order)
    {
        if (!orders.TryGetValue(order.OrderId, out var known))
            orders[order.OrderId] = (order, place);
        else if (place > known.Place)
            orders[order.OrderId] = (order.MergedWith(known.Order), place);
        else
            orders[order.OrderId] = (known.Order.MergedWith(order), known.Place);
    }

    /// <summary>Adds a transition other than the first of an order.</summary>
    public void Add(StoredTransition transition) => transitions.Add(transition);
}
