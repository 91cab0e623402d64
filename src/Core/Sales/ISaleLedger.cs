using FlashFlow.Core.Auditing;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Sales;

/// <summary>The operator's side of the ledger: every call is atomic.</summary>
/// <remarks>
/// What is changed is noted together with the change, until <see cref="ForgetUnrecordedAsync"/>; null notes nothing. All calls throw <see cref="LedgerUnavailableException"/> when the ledger does not answer in time.
/// </remarks>
public interface ISaleLedger
{
    /// <summary>Starts a sale in place of the product's earlier one, whose accepted orders stay in the outbox under their own epoch.</summary>
    /// <param name="definition">The sale.</param>
    /// <param name="epoch">Its number, greater than every earlier one.</param>
    /// <param name="replacing">Epoch of the sale it takes the place of, 0 for none.</param>
    /// <param name="what">The note of it.</param>
    /// <returns>False when the product's sale is another one by now, or when units of it are held; nothing was changed.</returns>
    Task<bool> OpenAsync(SaleDefinition definition, long epoch, long replacing, SaleEvent? what = null);

    /// <summary>Changes all but the stock of the running sale, if it is the one of <paramref name="epoch"/>.</summary>
    Task<SaleChange> UpdateAsync(long epoch, SaleDefinition definition, SaleEvent? what = null);

    /// <summary>Adds units to the sale of <paramref name="epoch"/>, if it is the product's. A key that was used before in this sale adds nothing and succeeds.</summary>
    Task<SaleChange> RestockAsync(string productId, long epoch, int units, string? key, SaleEvent? what = null);

    /// <summary>Opens, pauses or closes the sale of <paramref name="epoch"/>, if it is the product's.</summary>
    Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state, SaleEvent? what = null);

    /// <summary>
    /// Puts the sale of <paramref name="epoch"/> away, if it is the product's and over, and nobody holds a unit of it. The product leaves the list of products as soon as
    /// its outbox is empty; orders on their way get to the store, and the sale's counters stay for the books.
    /// </summary>
    Task<SaleChange> ArchiveAsync(string productId, long epoch, SaleEvent? what = null);

    /// <summary>
    /// Takes archived products whose outbox is empty off the list of products, and products of which nothing waits any more and that nobody
    /// has bought or changed for a while off the list of active ones.
    /// </summary>
    Task TidyListsAsync();

    /// <summary>The product's sale, archived or not, or null.</summary>
    Task<Sale?> FindAsync(string productId);

    /// <summary>What there is of several products, in their order.</summary>
    Task<IReadOnlyList<SaleLook>> LookAsync(IReadOnlyList<string> productIds);

    /// <summary>
    /// Compares the product's ledger with how far somebody knows it to have come. One that is behind has lost data, and sells nothing from
    /// then on (G7).
    /// </summary>
    /// <returns>True when the product is suspended, by this call or before.</returns>
    Task<bool> SuspendIfBehindAsync(string productId, HighWaterMark known);

    /// <summary>Remembers the families of products, should the ledger have lost them: where it keeps a product goes by them.</summary>
    Task RememberFamiliesAsync(IReadOnlyDictionary<string, string> families);

    /// <summary>Why the product sells nothing, also when the ledger has lost the sale itself; null when it is not suspended.</summary>
    Task<Suspension?> FindSuspensionAsync(string productId);

    /// <summary>The product's earlier sales, the oldest first.</summary>
    Task<IReadOnlyList<EndedSale>> ListEndedAsync(string productId);

    /// <summary>The latest sale of any product that the ledger knows or knows to have lost; 0 for none.</summary>
    Task<long> FindLastEpochAsync();

    /// <summary>The product's changes that may not be recorded yet, the oldest first.</summary>
    Task<IReadOnlyList<UnrecordedChange>> ListUnrecordedAsync(string productId);

    /// <summary>These changes are recorded.</summary>
    Task ForgetUnrecordedAsync(string productId, IReadOnlyList<UnrecordedChange> changes);

    /// <summary>Puts the product on the list of products, should it be missing there, for its sale of <paramref name="epoch"/>.</summary>
    Task ListAsync(string productId, long epoch);

    /// <summary>Every product that has had a sale and is not archived, in order of its id.</summary>
    Task<IReadOnlyList<string>> ListProductsAsync();

    /// <summary>
    /// Every product that may have something on its way to the broker or to the store, in order of its id: those that somebody buys or
    /// changes, and for a while those that somebody did. The others are at rest.
    /// </summary>
    Task<IReadOnlyList<string>> ListActiveAsync();

    /// <summary>Counts the product among the active ones again, should anything of it wait: whoever sold or changed it last may have been late to say so.</summary>
    Task ActivateIfWaitingAsync(string productId);

    /// <summary>Which ledger this is: another text once the server was started again, exchanged or emptied, so that anything may be lost.</summary>
    Task<string> FindIdentityAsync();

    /// <summary>An order of the product's current sale, or within the last hour of the one before it; null for none.</summary>
    Task<LedgerOrder?> FindOrderAsync(string productId, Guid orderId);

    /// <summary>All orders of the product's current sale, some at a time and in no order; one may come twice, and one that is accepted meanwhile not at all.</summary>
    IAsyncEnumerable<IReadOnlyList<AcceptedOrder>> ListOrdersAsync(string productId);

    /// <summary>How many holds and cancelled units of the product are to be taken back by now.</summary>
    Task<long> CountDueAsync(string productId);
}
