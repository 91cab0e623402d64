namespace FlashFlow.Simulation.Tests;

/// <summary>What really happened in a schedule, noted where it happened, to compare with what was said.</summary>
internal sealed class Record
{
    private readonly List<OrderRow> accepted = [];
    private readonly List<TransitionRow> transitions = [];
    private readonly Dictionary<Guid, Wish> asked = [];
    private readonly Dictionary<long, long> stock = [];
    private readonly HashSet<long> closed = [];
    private readonly HashSet<Guid> lost = [];
    private readonly HashSet<(Guid OrderId, CallDeadline Call)> refused = new(new SameCall());
    private int doubtBegan;

    /// <summary>Every order that the ledger ever accepted.</summary>
    public IReadOnlyList<OrderRow> AllAccepted => accepted;

    /// <summary>Every other transition that the ledger ever made.</summary>
    public IReadOnlyList<TransitionRow> AllTransitions => transitions;

    /// <summary>Units that came into each sale.</summary>
    public IReadOnlyDictionary<long, long> Stock => stock;

    /// <summary>Whether the ledger lost data.</summary>
    public bool HasLostData { get; private set; }

    /// <summary>Shoppers whose orders can never be stored.</summary>
    public static bool IsPoison(string shopperId) => shopperId.StartsWith("poison", StringComparison.Ordinal);

    public void Began(long epoch, int units) => stock[epoch] = units;

    public void Restocked(long epoch, int units) => stock[epoch] += units;

    public void Closed(long epoch) => closed.Add(epoch);

    /// <summary>Whether an operator closed this sale.</summary>
    public bool IsClosed(long epoch) => closed.Contains(epoch);

    public void Asked(Guid orderId, Wish wish) => asked[orderId] = wish;

    public Wish? WhoAsked(Guid orderId) => asked.GetValueOrDefault(orderId);

    public void Accepted(OrderBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
            accepted.Add(new(batch.ProductId, batch.OrderIds[i], batch.Epoch, batch.FirstPosition + i, batch.ShopperIds[i], batch.Quantities[i], batch.HeldUntil is not null));
    }

    /// <summary>A front has told a shopper so, after these calls.</summary>
    public void Refused(Guid orderId, IEnumerable<CallDeadline> calls) => refused.UnionWith(calls.Select(call => (orderId, call)));

    /// <summary>Whether a front has told a shopper that nothing comes of this call.</summary>
    public bool IsRefused(in OrderOperation buy) => buy.Deadline is { } call && refused.Contains((buy.OrderId, call));

    public void Happened(TransitionRow transition) => transitions.Add(transition);

    /// <summary>What the ledger accepts from now on is lost if it is set back.</summary>
    public void BeginDoubt() => doubtBegan = accepted.Count;

    /// <summary>It was set back.</summary>
    public void EndDoubt()
    {
        HasLostData = true;
        lost.UnionWith(accepted.Skip(doubtBegan).Select(order => order.OrderId));
    }

    /// <summary>Whether the ledger lost this order after it had accepted it.</summary>
    public bool IsLost(Guid orderId) => lost.Contains(orderId);

    // Two calls may have the same deadline.
    private sealed class SameCall : IEqualityComparer<(Guid OrderId, CallDeadline Call)>
    {
        public bool Equals((Guid OrderId, CallDeadline Call) one, (Guid OrderId, CallDeadline Call) other) =>
            one.OrderId == other.OrderId && ReferenceEquals(one.Call, other.Call);

        public int GetHashCode((Guid OrderId, CallDeadline Call) call) => call.OrderId.GetHashCode();
    }
}
