namespace FlashFlow.Core.Sales;

/// <summary>What the ledger holds of a product at one moment.</summary>
/// <param name="Sale">Its sale, archived or not; null when there is none.</param>
/// <param name="Suspension">Why it sells nothing, also when the ledger has lost the sale itself; null when it is not suspended.</param>
/// <param name="AsOf">
/// The moment, by the ledger's clock. What a shopper is told goes by it, since it decides what is sold; other clocks may be wrong by hours.
/// </param>
public readonly record struct SaleLook(Sale? Sale, Suspension? Suspension, DateTimeOffset AsOf)
{
    /// <summary>The sale that shoppers see: none of an archived product.</summary>
    public Sale? Shown => Sale is { IsArchived: false } ? Sale : null;
}
