namespace FlashFlow.Core.Sales;

/// <summary>Where operators change sales. What was begun is finished, also when the operator hangs up.</summary>
/// <remarks>
/// All calls throw <see cref="Guarding.LedgerUnavailableException"/> or <see cref="SaleStoreUnavailableException"/> when ledger or
/// store does not answer in time; the change may be made all the same.
/// </remarks>
public interface ISaleOffice
{
    /// <summary>Starts a new sale of a product, in place of the one it has. Orders of that one still reach the store, under its epoch.</summary>
    /// <param name="definition">The new sale.</param>
    /// <param name="by">Who asks for it.</param>
    /// <param name="epoch">The sale that it takes the place of; null: whichever the product has.</param>
    /// <returns>The epoch of the new sale, or null when somebody else started one meanwhile, or units of the one it has are held.</returns>
    Task<long?> StartAsync(SaleDefinition definition, string by, long? epoch = null);

    /// <summary>Starts the first sale of a product, or changes all but the stock of the one it has.</summary>
    /// <param name="definition">The sale as it is to be.</param>
    /// <param name="by">Who asks for it.</param>
    /// <param name="epoch">The sale that is meant; null: whichever the product has.</param>
    Task<DefineOutcome> DefineAsync(SaleDefinition definition, string by, long? epoch = null);

    /// <summary>Adds units. A key that was used before in this sale adds nothing.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">The sale that is meant: a call that arrives after the start of another one changes nothing.</param>
    /// <param name="units">Units to add.</param>
    /// <param name="key">The idempotency key, or null.</param>
    /// <param name="by">Who asks for it.</param>
    Task<SaleChange> RestockAsync(string productId, long epoch, int units, string? key, string by);

    /// <summary>Opens, pauses or closes the sale of <paramref name="epoch"/>; once another one has started, it changes nothing.</summary>
    Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state, string by);

    /// <summary>Puts the sale of <paramref name="epoch"/> away, if it is over; once another one has started, it changes nothing.</summary>
    Task<SaleChange> ArchiveAsync(string productId, long epoch, string by);

    /// <summary>The record of the product's sale, or null.</summary>
    Task<SaleRecord?> FindRecordAsync(string productId);
}
