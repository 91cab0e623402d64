using FlashFlow.Core.Guarding;
using FlashFlow.Core.Live;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Sales;

/// <summary>What operators do with sales: the store numbers them, the ledger does the selling, the records keep who decided what.</summary>
public sealed class SaleOffice(
    ISaleStore store,
    ISaleLedger ledger,
    ISaleRecords records,
    StockAnnouncer announcer,
    TimeProvider time,
    ILogger<SaleOffice> logger) : ISaleOffice
{
    /// <inheritdoc/>
    public async Task<long?> StartAsync(SaleDefinition definition, string by)
    {
        var current = await ledger.FindAsync(definition.ProductId);
        return await StartAsync(definition, current?.Epoch ?? 0, by);
    }

    /// <inheritdoc/>
    public async Task<DefineOutcome> DefineAsync(SaleDefinition definition, string by)
    {
        var current = await ledger.FindAsync(definition.ProductId);
        if (current is null)
            return await StartFirstAsync(definition, by);
        if (current.Suspension is not null)
            return DefineOutcome.LedgerIsLost;
        if (current.IsArchived)
            return Started(await StartAsync(definition, current.Epoch, by));
        if (current.Definition.Stock != definition.Stock)
            return DefineOutcome.StockIsFixed;
        if (current.State == SaleState.Closed)
            return DefineOutcome.Closed;
        if (current.Definition == definition)
            return DefineOutcome.Changed;

        await store.UpdateAsync(current.Epoch, definition, CancellationToken.None);
        switch (await ledger.UpdateAsync(current.Epoch, definition))
        {
            case SaleChange.Done:
                await NoteAsync(definition.ProductId, current.Epoch, new(time.GetUtcNow(), by, "defined"), record => record with { Definition = definition });
                return DefineOutcome.Changed;
            case SaleChange.Closed:
                return DefineOutcome.Closed;
            case SaleChange.Superseded:
                return DefineOutcome.Superseded;
            default:
                return DefineOutcome.LedgerIsLost;
        }
    }

    /// <inheritdoc/>
    public async Task<SaleChange> RestockAsync(string productId, long epoch, int units, string? key, string by)
    {
        var change = await ledger.RestockAsync(productId, epoch, units, key);
        if (change == SaleChange.Done)
            await NoteAsync(productId, epoch, new(time.GetUtcNow(), by, "restocked", units), record => record);
        return change;
    }

    /// <inheritdoc/>
    public async Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state, string by)
    {
        var change = await ledger.SetStateAsync(productId, epoch, state);
        if (change == SaleChange.Done)
            await NoteAsync(productId, epoch, new(time.GetUtcNow(), by, Verb(state)), record => record with { State = state });
        return change;
    }

    /// <inheritdoc/>
    public async Task<SaleChange> ArchiveAsync(string productId, long epoch, string by)
    {
        var change = await ledger.ArchiveAsync(productId, epoch);
        if (change == SaleChange.Done)
            await NoteAsync(productId, epoch, new(time.GetUtcNow(), by, "archived"), record => record with { State = SaleState.Archived });
        return change;
    }

    /// <inheritdoc/>
    public Task<SaleRecord?> FindRecordAsync(string productId) => records.FindAsync(productId);

    private async Task<DefineOutcome> StartFirstAsync(SaleDefinition definition, string by)
    {
        // G7: a ledger that lost a sale must not get its whole stock back by a PUT that looks like the first.
        if (await store.FindMarkAsync(definition.ProductId, CancellationToken.None) != HighWaterMark.None
            || await ledger.FindSuspensionAsync(definition.ProductId) is not null)
            return DefineOutcome.LedgerIsLost;
        return Started(await StartAsync(definition, 0, by));
    }

    private static DefineOutcome Started(long? epoch) => epoch is null ? DefineOutcome.Superseded : DefineOutcome.Started;

    private async Task<long?> StartAsync(SaleDefinition definition, long replacing, string by)
    {
        var epoch = await store.CreateAsync(definition, above: replacing, CancellationToken.None);
        if (!await ledger.OpenAsync(definition, epoch, replacing))
            return null;
        var started = new SaleRecord(epoch, definition, SaleState.Open, []);
        await NoteAsync(definition.ProductId, epoch, new(time.GetUtcNow(), by, "started", definition.Stock), _ => started);
        return epoch;
    }

    // The change is made by now: a record that cannot be written is told in the log, and does not turn it into a failure.
    private async Task NoteAsync(string productId, long epoch, SaleEvent what, Func<SaleRecord, SaleRecord> change)
    {
        try
        {
            // The record of a sale that another one has followed is gone, and the new one's tells nothing of it.
            if (await ledger.FindAsync(productId) is not { } sale || sale.Epoch != epoch)
                return;
            announcer.Announce(sale.Level);
            await store.NoteAsync(sale.Epoch, sale.Added, sale.State, CancellationToken.None);
            var known = new SaleRecord(sale.Epoch, sale.Definition, sale.State, []);
            await records.ChangeAsync(productId, record => change(record?.Epoch >= sale.Epoch ? record : known).With(what));
        }
        catch (Exception failure) when (failure is SaleStoreUnavailableException or LedgerUnavailableException)
        {
            logger.LogError(failure, "{Operator} has {What} {Product} ({Units} units), but the record of it cannot be written", what.Operator, what.What, productId, what.Units);
        }
    }

    private static string Verb(SaleState state) => state switch
    {
        SaleState.Open => "resumed",
        SaleState.Paused => "paused",
        _ => "closed",
    };
}
