using FlashFlow.Core.Guarding;
using FlashFlow.Core.Live;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Sales;

/// <summary>What operators do with sales: the store numbers them, the ledger does the selling, the records keep who decided what. Only a new sale needs the store.</summary>
public sealed class SaleOffice(
    ISaleStore store,
    ISaleLedger ledger,
    ISaleRecords records,
    SaleRecorder recorder,
    StockAnnouncer announcer,
    TimeProvider time,
    ILogger<SaleOffice> logger) : ISaleOffice
{
    /// <inheritdoc/>
    public async Task<long?> StartAsync(SaleDefinition definition, string by, long? epoch = null)
    {
        var current = await ledger.FindAsync(definition.ProductId);
        return IsMeant(current, epoch) ? await ReplaceAsync(InFamilyOf(current, definition), current?.Epoch ?? 0, by) : null;
    }

    /// <inheritdoc/>
    public async Task<DefineOutcome> DefineAsync(SaleDefinition definition, string by, long? epoch = null)
    {
        var current = await ledger.FindAsync(definition.ProductId);
        if (!IsMeant(current, epoch))
            return DefineOutcome.Superseded;
        if (current is null)
            return await StartFirstAsync(definition, by);
        definition = InFamilyOf(current, definition);
        if (current.Suspension is not null)
            return DefineOutcome.LedgerIsLost;
        if (current.IsArchived)
            return Started(await ReplaceAsync(definition, current.Epoch, by));
        if (current.Definition.Stock != definition.Stock)
            return DefineOutcome.StockIsFixed;
        if (current.State == SaleState.Closed)
            return DefineOutcome.Closed;
        if (current.Definition == definition)
            return DefineOutcome.Changed;

        var what = new SaleEvent(time.GetUtcNow(), by, "defined");
        switch (await ledger.UpdateAsync(current.Epoch, definition, what))
        {
            case SaleChange.Done:
                await RecordAsync(definition.ProductId, current.Epoch, what);
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
        var what = new SaleEvent(time.GetUtcNow(), by, "restocked", units);
        var change = await ledger.RestockAsync(productId, epoch, units, key, what);
        if (change == SaleChange.Done)
            await RecordAsync(productId, epoch, what);
        return change;
    }

    /// <inheritdoc/>
    public async Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state, string by)
    {
        var what = new SaleEvent(time.GetUtcNow(), by, Verb(state));
        var change = await ledger.SetStateAsync(productId, epoch, state, what);
        if (change == SaleChange.Done)
            await RecordAsync(productId, epoch, what);
        return change;
    }

    /// <inheritdoc/>
    public async Task<SaleChange> ArchiveAsync(string productId, long epoch, string by)
    {
        var what = new SaleEvent(time.GetUtcNow(), by, "archived");
        var change = await ledger.ArchiveAsync(productId, epoch, what);
        if (change == SaleChange.Done)
            await RecordAsync(productId, epoch, what);
        return change;
    }

    /// <inheritdoc/>
    public async Task<SaleRecord?> FindRecordAsync(string productId)
    {
        await recorder.RecordAsync(productId);
        return await records.FindAsync(productId);
    }

    private async Task<DefineOutcome> StartFirstAsync(SaleDefinition definition, string by)
    {
        // G7: a ledger that lost a sale must not get its whole stock back by a PUT that looks like the first.
        if (await store.FindMarkAsync(definition.ProductId, CancellationToken.None) != HighWaterMark.None
            || await ledger.FindSuspensionAsync(definition.ProductId) is not null)
            return DefineOutcome.LedgerIsLost;
        return Started(await ReplaceAsync(definition, 0, by));
    }

    // Where the ledger keeps a product goes by its family.
    private static SaleDefinition InFamilyOf(Sale? current, SaleDefinition definition) =>
        current is null ? definition : definition with { Family = current.Definition.Family };

    private static bool IsMeant(Sale? current, long? epoch) => epoch is null || epoch == current?.Epoch;

    private static DefineOutcome Started(long? epoch) => epoch is null ? DefineOutcome.Superseded : DefineOutcome.Started;

    private async Task<long?> ReplaceAsync(SaleDefinition definition, long replacing, string by)
    {
        // Above what the ledger knows of any product, too: the store may have been restored to an earlier day.
        var epoch = await store.CreateAsync(definition, above: await ledger.FindLastEpochAsync(), CancellationToken.None);
        var what = new SaleEvent(time.GetUtcNow(), by, "started", definition.Stock);
        if (!await ledger.OpenAsync(definition, epoch, replacing, what))
            return null;
        await RecordAsync(definition.ProductId, epoch, what);
        return epoch;
    }

    // The change is made by now, and the ledger holds a note of it: an absent store does not turn it into a failure.
    private async Task RecordAsync(string productId, long epoch, SaleEvent what)
    {
        try
        {
            if (await ledger.FindAsync(productId) is { } sale && sale.Epoch == epoch)
                announcer.Announce(sale.Level);
            await recorder.RecordAsync(productId);
        }
        catch (Exception failure) when (failure is SaleStoreUnavailableException or LedgerUnavailableException)
        {
            logger.LogWarning(failure, "{Operator} has {What} {Product} ({Units} units); it will be recorded when the store answers again", what.Operator, what.What, productId, what.Units);
        }
    }

    private static string Verb(SaleState state) => state switch
    {
        SaleState.Open => "resumed",
        SaleState.Paused => "paused",
        _ => "closed",
    };
}
