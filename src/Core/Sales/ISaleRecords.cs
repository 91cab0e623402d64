namespace FlashFlow.Core.Sales;

/// <summary>Where the record of each product's current sale is kept for good.</summary>
/// <remarks>All calls throw <see cref="SaleStoreUnavailableException"/> when the store does not answer.</remarks>
public interface ISaleRecords
{
    /// <summary>The record of the product's sale, or null.</summary>
    Task<SaleRecord?> FindAsync(string productId);

    /// <summary>Replaces the record by what <paramref name="change"/> makes of it, as one step; null leaves it as it is.</summary>
    Task ChangeAsync(string productId, Func<SaleRecord?, SaleRecord?> change);
}
