using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Rebuilding;

/// <summary>What was found of one product, by sale.</summary>
internal sealed class FoundOrders(string productId)
{
    private readonly Dictionary<long, FoundSale> sales = [];

    /// <summary>The sales of which anything was found.</summary>
    public IEnumerable<long> Epochs => sales.Keys;

    /// <summary>What was found of a sale.</summary>
    public FoundSale Of(long epoch)
    {
        if (!sales.TryGetValue(epoch, out var sale))
            sales.Add(epoch, sale = new());
        return sale;
    }

    /// <summary>Adds what a message holds of the product; what cannot be read belongs to no sale.</summary>
    public void Add(Place place, ReadOnlyMemory<byte> message)
    {
        foreach (var batch in OrderMessage.Batches(message).Where(batch => batch.ProductId == productId))
            for (var i = 0; i < batch.Count; i++)
                Of(batch.Epoch).Add(place, SoldOrder.In(batch, i));

        foreach (var batch in OrderMessage.Transitions(message).Where(batch => batch.ProductId == productId))
            for (var i = 0; i < batch.Count; i++)
                Add(place, batch, i);
    }

    private void Add(Place place, TransitionBatch batch, int index)
    {
        var sale = Of(batch.Epoch);
        var happened = batch.Events[index];
        sale.Add(new(batch.FirstSeq + index, happened.Kind, happened.OrderId, happened.Key, happened.Asked));
        if (SoldOrder.By(batch, index) is { } order)
            sale.Add(place, order);
    }
}
