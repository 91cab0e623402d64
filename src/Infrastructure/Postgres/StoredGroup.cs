using FlashFlow.Core.Draining;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The orders and transitions of one transaction.</summary>
internal sealed class StoredGroup(IReadOnlyList<OrderBatch> batches, IReadOnlyList<TransitionBatch> transitions)
{
    /// <summary>All of it was sold at once: then one statement stores it, and it costs what it cost before there were holds.</summary>
    public bool IsSold { get; } = transitions.Count == 0 && batches.All(batch => batch.Version == OrderBatch.CurrentVersion);

    /// <summary>Whether its orders may be new, and can be copied.</summary>
    public bool IsCopyable =>
        batches.Count > 0
        && batches.All(batch => OrderTable.IsCopyable(batch.Epoch, batch.FirstPosition + batch.Count))
        && transitions.All(batch => OrderTable.IsCopyable(batch.Epoch, batch.FirstSeq + batch.Count));

    /// <summary>Stores it, its orders by COPY.</summary>
    public async Task CopyAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (transitions.Count == 0)
        {
            var inOrder = batches.OrderBy(batch => batch.Epoch).ThenBy(batch => batch.FirstPosition);
            await OrderTable.CopyAsync(connection, OrderRow.Of(inOrder), IsSold, cancellation);
        }
        else
        {
            // What has happened to a new order meanwhile goes in with it.
            var rows = OrderRow.Fold(batches, transitions).ToLookup(row => row.Order.IsPartial);
            await OrderTable.CopyAsync(
                connection, rows[false].OrderBy(row => row.Epoch).ThenBy(row => row.Order.Position), areSold: false, cancellation);
            await OrderTable.UpsertAsync(connection, [.. rows[true]], cancellation);
        }

        await StoreTransitionsAsync(connection, cancellation);
    }

    /// <summary>Stores it, whatever of it is there already.</summary>
    public async Task UpsertAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await OrderTable.UpsertAsync(connection, OrderRow.Fold(batches, transitions), cancellation);
        await StoreTransitionsAsync(connection, cancellation);
    }

    private async Task StoreTransitionsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (IsSold)
            return;
        await OrderEventTable.RefuseTakenAsync(connection, batches, cancellation);
        await OrderEventTable.AddAsync(connection, transitions, cancellation);
    }
}
