using FlashFlow.Core.Live;
using FlashFlow.Core.Sales;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace FlashFlow.Grains;

/// <summary>
/// A shell around Core's sale office. The record of the sale is its state. It stands apart from <see cref="ProductGrain"/>, because its
/// state needs PostgreSQL, and selling does not.
/// </summary>
internal sealed class SaleGrain : Grain, ISaleGrain, ISaleRecords
{
    private readonly IPersistentState<SaleGrainState> kept;
    private readonly SaleOffice office;

    public SaleGrain(
        [PersistentState("sale", GrainStorage.Name)] IPersistentState<SaleGrainState> kept,
        ISaleStore store,
        ISaleLedger ledger,
        StockAnnouncer announcer,
        TimeProvider time,
        ILogger<SaleOffice> logger)
    {
        this.kept = kept;
        office = new(store, ledger, this, announcer, time, logger);
    }

    private string ProductId => this.GetPrimaryKeyString();

    public Task<long?> StartAsync(SaleDefinition definition, string by) => TellGuardAfterAsync(office.StartAsync(definition, by));

    public Task<DefineOutcome> DefineAsync(SaleDefinition definition, string by) => TellGuardAfterAsync(office.DefineAsync(definition, by));

    public Task<SaleChange> RestockAsync(long epoch, int units, string? key, string by) =>
        TellGuardAfterAsync(office.RestockAsync(ProductId, epoch, units, key, by));

    public Task<SaleChange> SetStateAsync(long epoch, SaleState state, string by) =>
        TellGuardAfterAsync(office.SetStateAsync(ProductId, epoch, state, by));

    public Task<SaleChange> ArchiveAsync(long epoch, string by) => office.ArchiveAsync(ProductId, epoch, by);

    public Task<SaleRecord?> FindRecordAsync() => office.FindRecordAsync(ProductId);

    Task<SaleRecord?> ISaleRecords.FindAsync(string productId) => Task.FromResult(kept.State.Record);

    async Task ISaleRecords.ChangeAsync(string productId, Func<SaleRecord?, SaleRecord?> change)
    {
        try
        {
            try
            {
                await WriteAsync(change);
            }
            catch (InconsistentStateException)
            {
                // A second activation has written meanwhile.
                await kept.ReadStateAsync();
                await WriteAsync(change);
            }
        }
        catch (Exception failure)
        {
            throw new SaleStoreUnavailableException($"The record of {productId} cannot be written: {failure.Message}", failure);
        }
    }

    private async Task WriteAsync(Func<SaleRecord?, SaleRecord?> change)
    {
        var before = kept.State.Record;
        if (change(before) is not { } changed)
            return;
        kept.State.Record = changed;
        try
        {
            await kept.WriteStateAsync();
        }
        catch
        {
            kept.State.Record = before;
            throw;
        }
    }

    // Stock may have come back, and the guard of this product may live in another silo.
    private async Task<T> TellGuardAfterAsync<T>(Task<T> change)
    {
        var outcome = await change;
        GrainFactory.GetGrain<IProductGrain>(ProductId).ForgetSoldOutAsync().Ignore();
        return outcome;
    }
}
