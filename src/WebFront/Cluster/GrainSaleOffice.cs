using FlashFlow.Grains;

namespace FlashFlow.WebFront;

/// <summary>The sale office of the cluster: every change goes through the product's sale grain.</summary>
internal sealed class GrainSaleOffice(IGrainFactory grains) : ISaleOffice
{
    /// <inheritdoc/>
    public Task<long?> StartAsync(SaleDefinition definition, string by) => AskAsync(definition.ProductId, sale => sale.StartAsync(definition, by));

    /// <inheritdoc/>
    public Task<DefineOutcome> DefineAsync(SaleDefinition definition, string by) =>
        AskAsync(definition.ProductId, sale => sale.DefineAsync(definition, by));

    /// <inheritdoc/>
    public Task<SaleChange> RestockAsync(string productId, long epoch, int units, string? key, string by) =>
        AskAsync(productId, sale => sale.RestockAsync(epoch, units, key, by));

    /// <inheritdoc/>
    public Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state, string by) =>
        AskAsync(productId, sale => sale.SetStateAsync(epoch, state, by));

    /// <inheritdoc/>
    public Task<SaleChange> ArchiveAsync(string productId, long epoch, string by) =>
        AskAsync(productId, sale => sale.ArchiveAsync(epoch, by));

    /// <inheritdoc/>
    public Task<SaleRecord?> FindRecordAsync(string productId) => AskAsync(productId, sale => sale.FindRecordAsync());

    // Not asked again: a restock without a key would add its units twice.
    private async Task<T> AskAsync<T>(string productId, Func<ISaleGrain, Task<T>> question)
    {
        try
        {
            return await question(grains.GetGrain<ISaleGrain>(productId));
        }
        catch (Exception failure) when (ClusterFailures.IsOne(failure))
        {
            throw new LedgerUnavailableException($"The sale grain of '{productId}' did not answer: {failure.Message}", failure);
        }
    }
}
