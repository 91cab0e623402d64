using FlashFlow.Core.Draining;
using FlashFlow.Core.Rebuilding;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>A row of the orders table, as far as one or several transitions of the order tell.</summary>
/// <param name="Epoch">The sale.</param>
/// <param name="At">When the earliest of them happened.</param>
/// <param name="Order">The order as they leave it.</param>
internal readonly record struct OrderRow(long Epoch, DateTime At, SoldOrder Order)
{
    /// <summary>The rows of batches one by one; an order that comes twice has two.</summary>
    public static IEnumerable<OrderRow> Of(IEnumerable<OrderBatch> batches)
    {
        foreach (var batch in batches)
        {
            var at = batch.AcceptedAt.UtcDateTime;
            for (var i = 0; i < batch.Count; i++)
                yield return new(batch.Epoch, at, SoldOrder.In(batch, i));
        }
    }

    /// <summary>One row for each order: a statement may touch a row once.</summary>
    public static IReadOnlyCollection<OrderRow> Fold(IEnumerable<OrderBatch> batches, IEnumerable<TransitionBatch> transitions)
    {
        var rows = new Dictionary<Guid, OrderRow>();
        foreach (var row in Of(batches).Concat(By(transitions)))
            rows[row.Order.OrderId] = rows.TryGetValue(row.Order.OrderId, out var known) ? known.MergedWith(row) : row;
        return rows.Values;
    }

    private static IEnumerable<OrderRow> By(IEnumerable<TransitionBatch> batches)
    {
        foreach (var batch in batches)
            for (var i = 0; i < batch.Count; i++)
                if (SoldOrder.By(batch, i) is { } order)
                    yield return new(batch.Epoch, batch.At.UtcDateTime, order);
    }

    // An order is of one sale: what another says of the same id is passed over.
    private OrderRow MergedWith(OrderRow other) =>
        other.Epoch == Epoch ? new(Epoch, At < other.At ? At : other.At, Order.MergedWith(other.Order)) : this;
}
