namespace FlashFlow.Core.Sales;

/// <summary>Where operators change sales. What was begun is finished, also when the operator hangs up.</summary>
/// <remarks>
/// All calls throw <see cref="Guarding.LedgerUnavailableException"/> or <see cref="SaleStoreUnavailableException"/> when ledger or
/// store does not answer in time; the change may be made all the same.
/// </remarks>
public interface ISaleOffice
{
    /// <summary>Starts a new sale of a product, in place of the one it has. Orders of that one still reach the store, under its epoch.</summary>
    /// <returns>The epoch of the new sale, or null when somebody else started one meanwhile.</returns>
    Task<long?> StartAsync(SaleDefinition definition, string by);

    /// <summary>Starts the first sale of a product, or changes name, price, window and limit of the one it has.</summary>
    Task<DefineOutcome> DefineAsync(SaleDefinition definition, string by);

    /// <summary>Adds units. A key that was used before in this sale adds nothing.</summary>
    Task<SaleChange> RestockAsync(string productId, int units, string? key, string by);

    /// <summary>Opens, pauses or closes the sale.</summary>
    Task<SaleChange> SetStateAsync(string productId, SaleState state, string by);

    /// <summary>The record of the product's sale, or null.</summary>
    Task<SaleRecord?> FindRecordAsync(string productId);
}
