namespace FlashFlow.Core.Outbox;

/// <summary>What was accepted and is not yet known to be in the broker. The ledger's script adds to it; only a confirm takes away (G3).</summary>
/// <remarks>All calls throw <see cref="Guarding.LedgerUnavailableException"/> when the ledger does not answer in time.</remarks>
public interface IOutbox
{
    /// <summary>Removes entries that the broker has confirmed.</summary>
    Task RemoveAsync(string productId, IReadOnlyList<string> entryIds);

    /// <summary>
    /// The oldest entries that have lain for at least <paramref name="minAge"/>, unless another owner claimed the product's outbox
    /// less than <paramref name="lease"/> ago. A claim only saves work: entries published twice are stored once.
    /// </summary>
    Task<IReadOnlyList<OutboxEntry>> ClaimAsync(string productId, string owner, TimeSpan minAge, TimeSpan lease, int max);

    /// <summary>How many entries lie in the product's outbox.</summary>
    Task<long> CountAsync(string productId);

    /// <summary>The entries of the product's outbox, the oldest first.</summary>
    Task<IReadOnlyList<OutboxEntry>> ReadAsync(string productId, int max);
}
