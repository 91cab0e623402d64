namespace FlashFlow.Core.Tests.StandIns;

/// <summary>The numbers of orders stored and discarded, by product and epoch, and the ids of some.</summary>
public sealed class StandInStoredOrders(Journal journal) : IStoredOrders
{
    public Dictionary<(string ProductId, long Epoch), Tally> Tallies { get; } = [];

    /// <summary>By epoch.</summary>
    public Dictionary<long, SoldOrder[]> Orders { get; } = [];

    public Task<IReadOnlyList<SoldOrder>> ReadAsync(long epoch, CancellationToken cancellation)
    {
        journal.Write($"orders {epoch}");
        return Task.FromResult<IReadOnlyList<SoldOrder>>(Orders.GetValueOrDefault(epoch, []));
    }

    /// <summary>By epoch.</summary>
    public Dictionary<long, SoldOrder[]> DiscardedOrders { get; } = [];

    public Task<IReadOnlyList<SoldOrder>> ReadDiscardedAsync(long epoch, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<SoldOrder>>(DiscardedOrders.GetValueOrDefault(epoch, []));

    public Dictionary<(string ProductId, long Epoch), Tally> Discarded { get; } = [];

    public HashSet<Guid> OrderIds { get; } = [];

    public Task<IReadOnlyDictionary<long, Tally>> CountAsync(string productId, CancellationToken cancellation)
    {
        journal.Write($"stored {productId}");
        return Count(Tallies, productId);
    }

    public Task<IReadOnlyDictionary<long, Tally>> CountDiscardedAsync(string productId, CancellationToken cancellation)
    {
        journal.Write($"discarded {productId}");
        return Count(Discarded, productId);
    }

    public Task<IReadOnlySet<Guid>> FindAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlySet<Guid>>(orderIds.Intersect(OrderIds).ToHashSet());

    private static Task<IReadOnlyDictionary<long, Tally>> Count(Dictionary<(string ProductId, long Epoch), Tally> tallies, string productId) =>
        Task.FromResult<IReadOnlyDictionary<long, Tally>>(tallies
            .Where(tally => tally.Key.ProductId == productId)
            .ToDictionary(tally => tally.Key.Epoch, tally => tally.Value));
}
