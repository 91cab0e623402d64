namespace FlashFlow.Core.Tests.StandIns;

/// <summary>The numbers of orders stored, dead and discarded, by product and epoch, and some of the orders.</summary>
public sealed class StandInStoredOrders(Journal journal) : IStoredOrders
{
    public Dictionary<(string ProductId, long Epoch), Tally> Tallies { get; } = [];

    public Dictionary<(string ProductId, long Epoch), Tally> Dead { get; } = [];

    public Dictionary<(string ProductId, long Epoch), Tally> Discarded { get; } = [];

    /// <summary>By epoch.</summary>
    public Dictionary<long, SoldOrder[]> Orders { get; } = [];

    /// <summary>By epoch.</summary>
    public Dictionary<long, StoredTransition[]> Transitions { get; } = [];

    /// <summary>By product and epoch.</summary>
    public Dictionary<(string ProductId, long Epoch), SettledTransitions> SettledTransitions { get; } = [];

    public List<DeadMessage> DeadMessages { get; } = [];

    public Task<IReadOnlyList<SettledSale>> CountAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellation)
    {
        journal.Write($"settled {string.Join(' ', productIds)}");
        return Task.FromResult<IReadOnlyList<SettledSale>>([.. Tallies.Keys.Union(Dead.Keys).Union(Discarded.Keys).Union(SettledTransitions.Keys)
            .Where(sale => productIds.Contains(sale.ProductId))
            .Select(sale => new SettledSale(
                sale.ProductId, sale.Epoch, Tallies.GetValueOrDefault(sale), Dead.GetValueOrDefault(sale), Discarded.GetValueOrDefault(sale))
            {
                Transitions = SettledTransitions.GetValueOrDefault(sale),
            })]);
    }

    public Task<IReadOnlySet<Guid>> FindMissingAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<SoldOrder>> ReadAsync(long epoch, CancellationToken cancellation)
    {
        journal.Write($"orders {epoch}");
        return Task.FromResult<IReadOnlyList<SoldOrder>>(Orders.GetValueOrDefault(epoch, []));
    }

    public Task<IReadOnlyList<StoredTransition>> ReadTransitionsAsync(long epoch, CancellationToken cancellation)
    {
        journal.Write($"transitions {epoch}");
        return Task.FromResult<IReadOnlyList<StoredTransition>>(Transitions.GetValueOrDefault(epoch, []));
    }

    public Task<IReadOnlyList<DeadMessage>> ReadDeadAsync(string productId, CancellationToken cancellation)
    {
        journal.Write($"dead {productId}");
        return Task.FromResult<IReadOnlyList<DeadMessage>>(DeadMessages);
    }
}
