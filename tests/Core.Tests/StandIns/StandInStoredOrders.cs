namespace FlashFlow.Core.Tests.StandIns;

/// <summary>The numbers of orders stored, dead and discarded, by product and epoch, and some of the orders.</summary>
public sealed class StandInStoredOrders(Journal journal) : IStoredOrders
{
    public Dictionary<(string ProductId, long Epoch), Tally> Tallies { get; } = [];

    public Dictionary<(string ProductId, long Epoch), Tally> Dead { get; } = [];

    public Dictionary<(string ProductId, long Epoch), Tally> Discarded { get; } = [];

    /// <summary>By epoch.</summary>
    public Dictionary<long, SoldOrder[]> Orders { get; } = [];

    public List<DeadOrder> DeadOrders { get; } = [];

    public Task<IReadOnlyList<SettledSale>> CountAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellation)
    {
        journal.Write($"settled {string.Join(' ', productIds)}");
        return Task.FromResult<IReadOnlyList<SettledSale>>([.. Tallies.Keys.Union(Dead.Keys).Union(Discarded.Keys)
            .Where(sale => productIds.Contains(sale.ProductId))
            .Select(sale => new SettledSale(
                sale.ProductId, sale.Epoch, Tallies.GetValueOrDefault(sale), Dead.GetValueOrDefault(sale), Discarded.GetValueOrDefault(sale)))]);
    }

    public Task<IReadOnlyList<SoldOrder>> ReadAsync(long epoch, CancellationToken cancellation)
    {
        journal.Write($"orders {epoch}");
        return Task.FromResult<IReadOnlyList<SoldOrder>>(Orders.GetValueOrDefault(epoch, []));
    }

    public Task<IReadOnlyList<DeadOrder>> ReadDeadAsync(string productId, CancellationToken cancellation)
    {
        journal.Write($"dead {productId}");
        return Task.FromResult<IReadOnlyList<DeadOrder>>(DeadOrders);
    }
}
