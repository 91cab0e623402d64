using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Sales;

/// <summary>Where sale definitions are kept for good. It numbers the sales, and it knows how far each one has come.</summary>
/// <remarks>All calls throw <see cref="SaleStoreUnavailableException"/> when the store does not answer.</remarks>
public interface ISaleStore
{
    /// <summary>
    /// Records a new sale and returns its epoch, which is greater than every epoch that the store has ever heard of and than
    /// <paramref name="above"/>, and is nobody else's.
    /// </summary>
    Task<long> CreateAsync(SaleDefinition definition, long above, CancellationToken cancellation);

    /// <summary>Every product that has had a sale, in order of its id.</summary>
    Task<IReadOnlyList<string>> ListProductsAsync(CancellationToken cancellation);

    /// <summary>The family of each product that has one.</summary>
    Task<IReadOnlyDictionary<string, string>> ListFamiliesAsync(CancellationToken cancellation);

    /// <summary>
    /// Remembers what may change in a running sale, should the ledger forget it: name, price, window, limit, holds, how many units were added so
    /// far and what the operator has made of it.
    /// </summary>
    Task NoteAsync(Sale sale, CancellationToken cancellation);

    /// <summary>
    /// Remembers which transitions of a sale a rebuild gives up for lost, before it replaces the ledger: readers of the feed are told of
    /// them once a later transition shows that it was replaced (G10). What is stored by then after all is told as what it is.
    /// </summary>
    /// <param name="epoch">The sale.</param>
    /// <param name="missing">The numbers, as ranges.</param>
    /// <param name="lastSeq">The last transition that was known of: no later one happens before the ledger is replaced.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    Task NoteLossAsync(long epoch, IReadOnlyList<(long First, long Last)> missing, long lastSeq, CancellationToken cancellation);

    /// <summary>A sale as it was defined, with what <see cref="NoteAsync"/> was told last; null for an unknown epoch.</summary>
    Task<StoredSale?> FindAsync(long epoch, CancellationToken cancellation);

    /// <summary>The last transition stored of each of these products' latest sale that has any; without products of which nothing was ever stored.</summary>
    Task<IReadOnlyDictionary<string, HighWaterMark>> ListMarksAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellation);

    /// <summary>Every product whose latest sale was archived, in order of its id.</summary>
    Task<IReadOnlyList<string>> ListArchivedAsync(CancellationToken cancellation);

    /// <summary>
    /// The last transition stored of the product's latest sale that has any; <see cref="HighWaterMark.None"/> when nothing of it was ever
    /// stored, or when its latest sale was archived: such a product sells nothing that a ledger could have lost.
    /// </summary>
    Task<HighWaterMark> FindMarkAsync(string productId, CancellationToken cancellation);
}
