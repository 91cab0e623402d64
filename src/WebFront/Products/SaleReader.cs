using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Products;

/// <summary>Reads sales for shoppers: a crowd that looks at the same product shares one look at the ledger.</summary>
public sealed class SaleReader
{
    private readonly ISaleLedger ledger;
    private readonly Coalescer<string, Sale?> coalescer;

    /// <param name="ledger">What is read.</param>
    /// <param name="options">The bounds of a crowd.</param>
    public SaleReader(ISaleLedger ledger, GuardOptions options)
    {
        this.ledger = ledger;
        coalescer = new(ReadAsync, options.MaxBatch, options.MaxWaiting);
    }

    /// <summary>The product's sale, or null.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer, or too many ask.</exception>
    public Task<Sale?> FindAsync(string productId) =>
        coalescer.TryAdd(productId) ?? throw new LedgerUnavailableException("Too many readers are waiting.");

    /// <summary>What to answer where there is no sale: the ledger may have lost it (G7).</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    public async Task<Problem> WhyMissingAsync(string productId) =>
        Identifiers.IsProductId(productId) && await ledger.FindSuspensionAsync(productId) is not null
            ? Problems.Suspended
            : Problems.UnknownProduct;

    /// <summary>The sales of all products, in order of the product's id.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    public async Task<IReadOnlyList<Sale>> ListAsync()
    {
        var sales = await Task.WhenAll((await ledger.ListProductsAsync()).Select(ledger.FindAsync));
        return [.. sales.OfType<Sale>()];
    }

    private async Task<IReadOnlyList<Sale?>> ReadAsync(IReadOnlyList<string> productIds)
    {
        var reads = productIds.Distinct().ToDictionary(id => id, ledger.FindAsync);
        await Task.WhenAll(reads.Values);
        return [.. productIds.Select(id => reads[id].Result)];
    }
}
