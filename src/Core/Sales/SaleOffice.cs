using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Sales;

/// <summary>What operators do with sales: the store keeps the definition, the ledger does the selling.</summary>
public sealed class SaleOffice(ISaleStore store, ISaleLedger ledger)
{
    /// <summary>Starts a new sale of a product, in place of the one it has. Orders of that one still reach the store, under its epoch.</summary>
    /// <returns>The epoch of the new sale, or null when somebody else started one meanwhile.</returns>
    public async Task<long?> StartAsync(SaleDefinition definition, CancellationToken cancellation)
    {
        var current = await ledger.FindAsync(definition.ProductId);
        return await StartAsync(definition, current?.Epoch ?? 0, cancellation);
    }

    /// <summary>Starts the first sale of a product, or changes name, price, window and limit of the one it has.</summary>
    public async Task<DefineOutcome> DefineAsync(SaleDefinition definition, CancellationToken cancellation)
    {
        var current = await ledger.FindAsync(definition.ProductId);
        if (current is null)
            return await StartFirstAsync(definition, cancellation);
        if (current.Definition.Stock != definition.Stock)
            return DefineOutcome.StockIsFixed;
        if (current.State == SaleState.Closed)
            return DefineOutcome.Closed;

        await store.UpdateAsync(current.Epoch, definition, cancellation);
        return await ledger.UpdateAsync(definition) switch
        {
            SaleChange.Done => DefineOutcome.Changed,
            SaleChange.Closed => DefineOutcome.Closed,
            _ => DefineOutcome.LedgerIsLost,
        };
    }

    private async Task<DefineOutcome> StartFirstAsync(SaleDefinition definition, CancellationToken cancellation)
    {
        // G7: a ledger that lost a sale must not get its whole stock back by a PUT that looks like the first.
        if (await store.FindMarkAsync(definition.ProductId, cancellation) != HighWaterMark.None)
            return DefineOutcome.LedgerIsLost;
        return await StartAsync(definition, 0, cancellation) is null ? DefineOutcome.Superseded : DefineOutcome.Started;
    }

    private async Task<long?> StartAsync(SaleDefinition definition, long replacing, CancellationToken cancellation)
    {
        var epoch = await store.CreateAsync(definition, above: replacing, cancellation);
        return await ledger.OpenAsync(definition, epoch, replacing) ? epoch : null;
    }
}
