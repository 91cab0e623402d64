using FlashFlow.Grains;

namespace FlashFlow.WebFront.Guarding;

/// <summary>The sale office of the cluster: every change goes through the product's sale grain.</summary>
internal sealed class GrainSaleOffice(GrainCalls calls) : ISaleOffice
{
    /// <inheritdoc/>
    public Task<long?> StartAsync(SaleDefinition definition, string by, long? epoch = null) =>
        AskAsync(definition.ProductId, sale => sale.StartAsync(definition, by, epoch), mayBeAskedAgain: false);

    /// <inheritdoc/>
    public Task<DefineOutcome> DefineAsync(SaleDefinition definition, string by, long? epoch = null) =>
        AskAsync(definition.ProductId, sale => sale.DefineAsync(definition, by, epoch), mayBeAskedAgain: epoch is null);

    /// <inheritdoc/>
    public Task<SaleChange> RestockAsync(string productId, long epoch, int units, string? key, string by) =>
        AskAsync(productId, sale => sale.RestockAsync(epoch, units, key, by), mayBeAskedAgain: key is not null);

    /// <inheritdoc/>
    public Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state, string by) =>
        AskAsync(productId, sale => sale.SetStateAsync(epoch, state, by), mayBeAskedAgain: true);

    /// <inheritdoc/>
    public Task<SaleChange> ArchiveAsync(string productId, long epoch, string by) =>
        AskAsync(productId, sale => sale.ArchiveAsync(epoch, by), mayBeAskedAgain: true);

    /// <inheritdoc/>
    public Task<SaleRecord?> FindRecordAsync(string productId) => AskAsync(productId, sale => sale.FindRecordAsync(), mayBeAskedAgain: true);

    // A restock without a key would add its units twice, and a start would begin a second sale; who named the sale before would
    // hear that another has begun, and not that it is theirs.
    private Task<T> AskAsync<T>(string productId, Func<ISaleGrain, Task<T>> question, bool mayBeAskedAgain) =>
        calls.AskAsync(productId, question, mayBeAskedAgain);
}
