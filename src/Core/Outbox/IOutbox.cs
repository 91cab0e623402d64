namespace FlashFlow.Core.Outbox;

/// <summary>What was accepted and is not yet known to be stored. The ledger's script adds to it; only what is settled leaves, see <see cref="ISettledNumbers"/> (G3).</summary>
/// <remarks>All calls throw <see cref="Guarding.LedgerUnavailableException"/> when the ledger does not answer in time.</remarks>
public interface IOutbox
{
    /// <summary>Removes entries.</summary>
    Task RemoveAsync(string productId, IReadOnlyList<string> entryIds);

    /// <summary>
    /// The oldest entries, up to <paramref name="through"/>, unless another owner claimed the product's outbox less than
    /// <paramref name="lease"/> ago. A claim only saves work: entries published twice are stored once.
    /// </summary>
    /// <param name="productId">The product.</param>
    /// <param name="owner">Who claims.</param>
    /// <param name="after">Id of an entry after which to begin; null begins with the oldest.</param>
    /// <param name="through">Id of the last entry to be claimed, in the order of the outbox; null claims nothing and only looks.</param>
    /// <param name="abandoned">A claim of another owner that holds no longer, whatever is left of its lease; null for none.</param>
    /// <param name="lease">How long nobody else may claim.</param>
    /// <param name="max">Most entries.</param>
    Task<OutboxClaim> ClaimAsync(string productId, string owner, string? after, string? through, string? abandoned, TimeSpan lease, int max);

    /// <summary>How many entries lie in the product's outbox.</summary>
    Task<long> CountAsync(string productId);

    /// <summary>The entries of the product's outbox, the oldest first, or the first after the one that is named.</summary>
    Task<IReadOnlyList<OutboxEntry>> ReadAsync(string productId, int max, string? after = null);
}
