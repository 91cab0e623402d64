using FlashFlow.Core.Draining;

namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>The store of a process that takes the feed on: it hears of which sales something was stored.</summary>
internal sealed class SequencedOrders(IOrderStore store, FeedSequencer sequencer) : IOrderStore
{
    /// <inheritdoc/>
    public async Task StoreAsync(
        IReadOnlyList<OrderBatch> batches,
        IReadOnlyList<TransitionBatch> transitions,
        IReadOnlyList<DeadLetter> letters,
        CancellationToken cancellation)
    {
        await store.StoreAsync(batches, transitions, letters, cancellation);
        sequencer.Tell(batches.Select(batch => batch.Epoch).Concat(transitions.Select(batch => batch.Epoch)));
    }
}
