using FlashFlow.Core.Sales;

namespace FlashFlow.Grains;

/// <summary>
/// The operators' side of one product: makes one change after the other and keeps the record of them as its state; its key is the
/// product's id. Every call throws what <see cref="ISaleOffice"/> throws.
/// </summary>
[Alias("FlashFlow.ISaleGrain")]
public interface ISaleGrain : IGrainWithStringKey
{
    /// <inheritdoc cref="ISaleOffice.StartAsync"/>
    [Alias("Start")]
    Task<long?> StartAsync(SaleDefinition definition, string by, long? epoch = null);

    /// <inheritdoc cref="ISaleOffice.DefineAsync"/>
    [Alias("Define")]
    Task<DefineOutcome> DefineAsync(SaleDefinition definition, string by, long? epoch = null);

    /// <inheritdoc cref="ISaleOffice.RestockAsync"/>
    [Alias("Restock")]
    Task<SaleChange> RestockAsync(long epoch, int units, string? key, string by);

    /// <inheritdoc cref="ISaleOffice.SetStateAsync"/>
    [Alias("SetState")]
    Task<SaleChange> SetStateAsync(long epoch, SaleState state, string by);

    /// <inheritdoc cref="ISaleOffice.ArchiveAsync"/>
    [Alias("Archive")]
    Task<SaleChange> ArchiveAsync(long epoch, string by);

    /// <inheritdoc cref="ISaleOffice.FindRecordAsync"/>
    [Alias("FindRecord")]
    Task<SaleRecord?> FindRecordAsync();
}
