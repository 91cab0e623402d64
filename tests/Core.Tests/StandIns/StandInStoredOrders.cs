namespace FlashFlow.Core.Tests.StandIns;

/// <summary>The number of orders stored, by product and epoch.</summary>
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

    public Task<IReadOnlyDictionary<long, Tally>> CountAsync(string productId, CancellationToken cancellation)
    {
        journal.Write($"stored {productId}");
        return Task.FromResult<IReadOnlyDictionary<long, Tally>>(Tallies
            .Where(tally => tally.Key.ProductId == productId)
            .ToDictionary(tally => tally.Key.Epoch, tally => tally.Value));
    }
}
