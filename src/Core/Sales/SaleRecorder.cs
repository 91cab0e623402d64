namespace FlashFlow.Core.Sales;

/// <summary>
/// Brings what operators changed in the ledger to the store. The ledger keeps a note of each change, written together with it, until it
/// is recorded: so an absent store delays a record, and no process that dies takes one along. Safe to be run by several at once.
/// </summary>
public sealed class SaleRecorder(ISaleLedger ledger, ISaleStore store, ISaleRecords records)
{
    /// <summary>Records what is not recorded yet, of all active products.</summary>
    /// <exception cref="Guarding.LedgerUnavailableException">The ledger does not answer.</exception>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer.</exception>
    public async Task RecordAllAsync(CancellationToken cancellation)
    {
        foreach (var productId in await ledger.ListActiveAsync())
        {
            cancellation.ThrowIfCancellationRequested();
            await RecordAsync(productId);
        }
    }

    /// <summary>Records what is not recorded yet, of one product.</summary>
    /// <exception cref="Guarding.LedgerUnavailableException">The ledger does not answer.</exception>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer.</exception>
    public async Task RecordAsync(string productId)
    {
        var changes = await ledger.ListUnrecordedAsync(productId);
        if (changes.Count == 0)
            return;

        // Another may record a later state meanwhile and be overtaken: whoever wrote last looks whether it is still so.
        for (Sale? written = null; ; changes = await ledger.ListUnrecordedAsync(productId))
        {
            var sale = await ledger.FindAsync(productId);
            if (changes.Count == 0 && (sale?.Epoch, sale?.Changes) == (written?.Epoch, written?.Changes))
                return;
            if (sale is not null)
                await WriteAsync(sale, changes);
            await ledger.ForgetUnrecordedAsync(productId, changes);
            written = sale;
        }
    }

    private async Task WriteAsync(Sale sale, IReadOnlyList<UnrecordedChange> changes)
    {
        // The record of a sale that another one has followed is gone, and the new one's tells nothing of it.
        var events = changes.Where(change => change.Epoch == sale.Epoch).Select(change => change.What).ToArray();
        if (changes.Count > 0 && events.Length == 0)
            return;
        await store.NoteAsync(sale, CancellationToken.None);
        await records.ChangeAsync(sale.Definition.ProductId, record => record?.Epoch > sale.Epoch ? null : Record(record, sale, events));
    }

    // A change that was recorded by a process that could not say so is not recorded twice.
    private static SaleRecord Record(SaleRecord? before, Sale sale, SaleEvent[] events)
    {
        var history = before?.Epoch == sale.Epoch ? before.History : [];
        var record = new SaleRecord(sale.Epoch, sale.Definition, sale.State, history);
        return events.Except(history).Aggregate(record, (written, what) => written.With(what));
    }
}
