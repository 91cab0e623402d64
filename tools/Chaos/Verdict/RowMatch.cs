using FlashFlow.Core.Buying;
using FlashFlow.Chaos.Shopping;

namespace FlashFlow.Chaos.Verdict;

/// <summary>Holds every buy against the rows: which row is whose, and what does not fit.</summary>
internal sealed class RowMatch
{
    private readonly Dictionary<Guid, StoredOrder> unclaimed;
    private readonly Dictionary<string, long> epochs;
    private readonly Dictionary<(long Epoch, string ShopperId, int Quantity), int> mayHaveRow = [];

    public RowMatch(ChaosResult result)
    {
        epochs = result.Sales.ToDictionary(sale => sale.Product.ProductId, sale => sale.Epoch);
        unclaimed = result.Stored.ToDictionary(order => order.OrderId);
        foreach (var buy in result.Journal.Buys.OrderBy(buy => buy.OrderId is null))
            Match(buy);
        foreach (var order in unclaimed.Values.ToArray())
            MatchUnheard(order);
    }

    /// <summary>Buys whose clients were told of an order that is not stored as they ordered it, or is another client's, too (G3, G4).</summary>
    public List<string> Lost { get; } = [];

    /// <summary>Orders stored though their clients were told that nothing was ordered, or that nobody asked for.</summary>
    public List<string> Surplus { get; } = [];

    /// <summary>Rows of clients who never heard of their order: a buy without a key and without an answer, or one refused after an answer was lost.</summary>
    public int Unheard { get; private set; }

    /// <summary>Buys without a key of which nobody can say whether they have a row.</summary>
    public int Unknown { get; private set; }

    private void Match(ClientBuy buy)
    {
        var epoch = epochs[buy.ProductId];
        if (buy.OrderId is { } orderId)
            MatchTold(buy, epoch, orderId);
        else if (buy.Key is not null)
            MatchKeyed(buy, OrderIds.ForKey(buy.ProductId, epoch, buy.ShopperId, buy.Key));
        else if (buy.HasUnknown)
            Await((epoch, buy.ShopperId, buy.Quantity));
    }

    private void MatchTold(ClientBuy buy, long epoch, Guid orderId)
    {
        if (!unclaimed.Remove(orderId, out var order))
            Lost.Add($"{buy.ShopperId} was told of order {orderId} of {buy.ProductId}, which is not stored, or is told to another as well");
        else if (order.Epoch != epoch || order.ShopperId != buy.ShopperId || order.Quantity != buy.Quantity)
            Lost.Add($"{buy.ShopperId} ordered {buy.Quantity} of {buy.ProductId} (sale {epoch}) with order {orderId}, but what is stored is {order}");
    }

    // The key names the order, also the one that its client never heard of.
    private void MatchKeyed(ClientBuy buy, Guid orderId)
    {
        if (!unclaimed.Remove(orderId))
            return;
        Unheard++;
        if (!buy.HasUnknown)
            Surplus.Add($"{buy.ShopperId} was told that nothing of {buy.ProductId} was ordered, but order {orderId} is stored");
    }

    private void Await((long Epoch, string ShopperId, int Quantity) buy)
    {
        Unknown++;
        mayHaveRow[buy] = mayHaveRow.GetValueOrDefault(buy) + 1;
    }

    private void MatchUnheard(StoredOrder order)
    {
        var buy = (order.Epoch, order.ShopperId, order.Quantity);
        if (mayHaveRow.GetValueOrDefault(buy) == 0)
        {
            Surplus.Add($"nobody asked for the stored {order}, or all who did were told of another or that nothing was ordered");
            return;
        }

        mayHaveRow[buy]--;
        Unheard++;
    }
}
