using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Products;

/// <summary>Reads sales for shoppers: a crowd that looks at the same products shares one look at the ledger.</summary>
public sealed class SaleReader
{
    private readonly ISaleLedger ledger;
    private readonly Coalescer<string, SaleLook> coalescer;

    /// <param name="ledger">What is read.</param>
    /// <param name="options">The bounds of a crowd.</param>
    public SaleReader(ISaleLedger ledger, GuardOptions options)
    {
        this.ledger = ledger;
        coalescer = new(ReadAsync, options.MaxBatch, options.MaxWaiting);
    }

    /// <summary>What there is of the product.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer, or too many ask.</exception>
    public Task<SaleLook> LookAsync(string productId) =>
        coalescer.TryAdd(productId) ?? throw new LedgerUnavailableException("Too many readers are waiting.");

    /// <summary>What to answer where there is no sale: the ledger may have lost it (G7).</summary>
    public static Problem WhyMissing(SaleLook look) =>
        look is { Sale: null, Suspension: not null } ? Problems.Suspended : Problems.UnknownProduct;

    private async Task<IReadOnlyList<SaleLook>> ReadAsync(IReadOnlyList<string> productIds)
    {
        string[] different = [.. productIds.Distinct()];
        var looks = await ledger.LookForShoppersAsync(different);
        var byProduct = different.Zip(looks).ToDictionary(look => look.First, look => look.Second);
        return [.. productIds.Select(id => byProduct[id])];
    }
}
