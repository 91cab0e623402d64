using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Reviewing;

/// <summary>Where discarded letters are kept, so that the books can still name their orders (G6).</summary>
public interface IDiscardedLetters
{
    /// <summary>Keeps a letter and the orders in it; one that is there already stays as it is.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="orders">The batches of orders in it; none when it cannot be read.</param>
    /// <param name="by">Who discards it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Sales.SaleStoreUnavailableException">The store does not answer.</exception>
    Task AddAsync(DeadLetter letter, IReadOnlyList<OrderBatch> orders, string by, CancellationToken cancellation);
}
