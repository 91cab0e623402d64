using FlashFlow.Core.Sales;

namespace FlashFlow.Grains;

/// <summary>
/// A shell around Core's sale office, so that the changes of one product are made one after the other. It has no state of its own:
/// activated, it needs nothing but the ledger.
/// </summary>
internal sealed class SaleGrain(SaleOffice office) : Grain, ISaleGrain
{
    private string ProductId => this.GetPrimaryKeyString();

    public Task<long?> StartAsync(SaleDefinition definition, string by, long? epoch) =>
        TellGuardAfterAsync(office.StartAsync(definition, by, epoch));

    public Task<DefineOutcome> DefineAsync(SaleDefinition definition, string by, long? epoch) =>
        TellGuardAfterAsync(office.DefineAsync(definition, by, epoch));

    public Task<SaleChange> RestockAsync(long epoch, int units, string? key, string by) =>
        TellGuardAfterAsync(office.RestockAsync(ProductId, epoch, units, key, by));

    public Task<SaleChange> SetStateAsync(long epoch, SaleState state, string by) =>
        TellGuardAfterAsync(office.SetStateAsync(ProductId, epoch, state, by));

    public Task<SaleChange> ArchiveAsync(long epoch, string by) => office.ArchiveAsync(ProductId, epoch, by);

    public Task<SaleRecord?> FindRecordAsync() => office.FindRecordAsync(ProductId);

    // Stock may have come back, and the guard of this product may live in another silo.
    private async Task<T> TellGuardAfterAsync<T>(Task<T> change)
    {
        var outcome = await change;
        GrainFactory.GetGrain<IProductGrain>(ProductId).ForgetSoldOutAsync().Ignore();
        return outcome;
    }
}
