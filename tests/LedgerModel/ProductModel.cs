using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Core.Sales;

namespace FlashFlow.LedgerModel;

/// <summary>
/// What the ledger holds of one product, and what its scripts make of it: a method per script of src/Infrastructure/Redis, in lines
/// that anybody can check. Redis is held against it, and the simulation sells from it.
/// </summary>
/// <param name="productId">The product.</param>
/// <param name="omitted">A rule that is not kept, or null.</param>
public sealed class ProductModel(string productId, Rule? omitted = null)
{
    private Sale? sale;
    private Suspension? suspension;
    private Dictionary<Guid, (long Position, int Quantity)> orders = [];
    private Dictionary<Guid, (long Position, int Quantity)> ordersBefore = [];
    private Dictionary<string, long> shoppers = [];
    private Dictionary<string, int> restocks = [];
    private SortedDictionary<long, EndedSale> ended = [];

    /// <summary>The product's sale, or null.</summary>
    public Sale? Sale => sale is null ? null : sale with { Suspension = suspension };

    /// <summary>Why it sells nothing; null for a sound ledger.</summary>
    public Suspension? Suspension => suspension;

    /// <summary>The earlier sales, the oldest first.</summary>
    public IReadOnlyCollection<EndedSale> Ended => ended.Values;

    /// <summary>How far it has come.</summary>
    public HighWaterMark Mark => sale is null ? HighWaterMark.None : new(sale.Epoch, sale.Orders);

    /// <summary>Where the current sale has this order; 0 when it has not.</summary>
    public long PositionOf(Guid orderId) => orders.TryGetValue(orderId, out var order) ? order.Position : 0;

    /// <summary>Whether the current sale or the one before it has this order.</summary>
    public bool HasOrder(Guid orderId) => orders.ContainsKey(orderId) || ordersBefore.ContainsKey(orderId);

    /// <summary><c>buy.lua</c>. The entry of what is accepted has no id yet.</summary>
    public LedgerReply Buy(HighWaterMark known, IReadOnlyList<OrderOperation> batch, DateTimeOffset now)
    {
        if (SuspendIfBehind(known, now))
            return new(All(batch, OrderOutcome.Suspended), Mark, IsSoldOut: false, IsSuspended: true);
        if (sale is null)
            return new(All(batch, OrderOutcome.UnknownProduct), Mark, IsSoldOut: false);

        var gate = Gate(now);
        var results = batch.Select(buy => Decide(buy, gate)).ToArray();
        return new(results, Mark, gate is null && sale.Remaining == 0, sale.Level, EntryOf(batch, results, now));
    }

    /// <summary><c>suspend-if-behind.lua</c>.</summary>
    public bool SuspendIfBehind(HighWaterMark known, DateTimeOffset now)
    {
        if (Mark < known && Keeps(Rule.Mark))
            suspension = new(suspension?.Known > known ? suspension.Known : known, suspension?.Ledger ?? Mark, suspension?.Since ?? now);
        return suspension is not null;
    }

    /// <summary><c>open.lua</c>.</summary>
    public bool Open(SaleDefinition definition, long epoch, long replacing)
    {
        if (Mark.Epoch != replacing)
            return false;
        if (sale is not null)
            ended[sale.Epoch] = new(sale.Epoch, sale.Orders - sale.Lost, sale.Accepted);
        if (orders.Count > 0)
            ordersBefore = orders;
        (orders, shoppers, restocks, suspension) = ([], [], [], null);
        sale = new()
        {
            Epoch = epoch, Definition = definition, State = SaleState.Open, Remaining = definition.Stock, Added = 0, Accepted = 0, Orders = 0, Changes = 0,
        };
        return true;
    }

    /// <summary><c>update.lua</c>.</summary>
    public SaleChange Update(long epoch, SaleDefinition definition)
    {
        if (Refuse(epoch) is { } refusal)
            return refusal;
        if (sale!.State == SaleState.Closed && Keeps(Rule.Closed))
            return SaleChange.Closed;
        return Change(sale with { Definition = definition with { Stock = sale.Definition.Stock } });
    }

    /// <summary><c>restock.lua</c>.</summary>
    public SaleChange Restock(long epoch, int units, string? key)
    {
        if (Refuse(epoch) is { } refusal)
            return refusal;
        if (key is not null && restocks.TryGetValue(key, out var asked) && Keeps(Rule.RestockKey))
            return asked == units ? SaleChange.Repeated : SaleChange.KeyReused;
        if (sale!.State == SaleState.Closed && Keeps(Rule.Closed))
            return SaleChange.Closed;
        if (sale.Definition.Stock + sale.Added + units > SaleDefinition.MaxStock)
            return SaleChange.TooMany;
        if (key is not null)
            restocks[key] = units;
        return Change(sale with { Added = sale.Added + units, Remaining = sale.Remaining + units });
    }

    /// <summary><c>set-state.lua</c>.</summary>
    public SaleChange SetState(long epoch, SaleState state)
    {
        if (Refuse(epoch) is { } refusal)
            return refusal;
        if (sale!.State == state)
            return SaleChange.Repeated;
        if (sale.State == SaleState.Closed && Keeps(Rule.Closed))
            return SaleChange.Closed;
        return Change(sale with { State = state });
    }

    /// <summary><c>rebuild.lua</c>.</summary>
    public bool Replace(RebuildPlan plan)
    {
        if (suspension is null || (suspension.Known > new HighWaterMark(plan.Epoch, plan.LastPosition) && Keeps(Rule.Rebuilt)))
            return false;
        orders = plan.Orders.ToDictionary(order => order.OrderId, order => (order.Position, order.Quantity));
        shoppers = plan.Orders
            .Where(order => order.ShopperId.Length > 0)
            .GroupBy(order => order.ShopperId)
            .ToDictionary(shopper => shopper.Key, shopper => shopper.Sum(order => (long)order.Quantity));
        foreach (var earlier in plan.Ended)
            ended[earlier.Epoch] = earlier;
        sale = new()
        {
            Epoch = plan.Epoch, Definition = plan.Sale.Definition, State = plan.Sale.State, Added = plan.Sale.Added, Remaining = plan.Remaining,
            Accepted = plan.Accepted, Orders = plan.LastPosition, Lost = plan.Lost, Changes = (sale?.Changes ?? 0) + 1_000,
        };
        suspension = null;
        return true;
    }

    /// <summary>The same once more, to be set back to.</summary>
    public ProductModel Copy()
    {
        var copy = (ProductModel)MemberwiseClone();
        (copy.orders, copy.shoppers, copy.restocks, copy.ended) = (new(orders), new(shoppers), new(restocks), new(ended));
        return copy;
    }

    private OrderResult Decide(OrderOperation buy, OrderOutcome? gate)
    {
        if (orders.TryGetValue(buy.OrderId, out var earlier) && Keeps(Rule.Replay))
            return earlier.Quantity == buy.Quantity ? new(OrderOutcome.Replayed, sale!.Epoch, earlier.Position) : new(OrderOutcome.KeyReused, sale!.Epoch);
        if (buy.Epoch != 0 && buy.Epoch != sale!.Epoch && Keeps(Rule.Epoch))
            return new(OrderOutcome.StaleEpoch, sale.Epoch);
        if (gate is { } closed)
            return new(closed, sale!.Epoch);

        var (limit, bought) = (sale!.Definition.LimitPerShopper, shoppers.GetValueOrDefault(buy.ShopperId));
        if (limit > 0 && buy.ShopperId.Length > 0 && bought + buy.Quantity > limit && Keeps(Rule.Limit))
            return new(OrderOutcome.LimitReached, sale.Epoch);
        if (buy.Quantity > sale.Remaining && Keeps(Rule.Stock))
            return new(OrderOutcome.SoldOut, sale.Epoch);

        sale = sale with { Remaining = sale.Remaining - buy.Quantity, Accepted = sale.Accepted + buy.Quantity, Orders = sale.Orders + 1 };
        orders[buy.OrderId] = (sale.Orders, buy.Quantity);
        if (buy.ShopperId.Length > 0)
            shoppers[buy.ShopperId] = bought + buy.Quantity;
        return new(OrderOutcome.Accepted, sale.Epoch, sale.Orders);
    }

    // Why nothing is sold now, whatever is left.
    private OrderOutcome? Gate(DateTimeOffset now) => sale switch
    {
        { State: SaleState.Closed } when Keeps(Rule.State) => OrderOutcome.Closed,
        _ when now >= sale!.Definition.ClosesAt && Keeps(Rule.Window) => OrderOutcome.Closed,
        { State: SaleState.Paused } when Keeps(Rule.State) => OrderOutcome.Paused,
        _ when now < sale.Definition.OpensAt && Keeps(Rule.Window) => OrderOutcome.NotOpen,
        _ => null,
    };

    // Why an operator's call changes nothing, whatever it asks for.
    private SaleChange? Refuse(long epoch) =>
        suspension is not null ? SaleChange.Suspended
        : sale is null ? SaleChange.UnknownProduct
        : sale.Epoch != epoch && Keeps(Rule.Meant) ? SaleChange.Superseded
        : null;

    private SaleChange Change(Sale changed)
    {
        sale = changed with { Changes = changed.Changes + 1 };
        return SaleChange.Done;
    }

    private OutboxEntry? EntryOf(IReadOnlyList<OrderOperation> batch, OrderResult[] results, DateTimeOffset now)
    {
        OrderOperation[] accepted = [.. batch.Where((_, i) => results[i].Outcome == OrderOutcome.Accepted)];
        if (accepted.Length == 0)
            return null;
        var orderBatch = new OrderBatch
        {
            Version = OrderBatch.CurrentVersion,
            ProductId = productId,
            Epoch = sale!.Epoch,
            FirstPosition = sale.Orders - accepted.Length + 1,
            AcceptedAtMilliseconds = now.ToUnixTimeMilliseconds(),
            OrderIds = [.. accepted.Select(buy => buy.OrderId)],
            ShopperIds = [.. accepted.Select(buy => buy.ShopperId)],
            Quantities = [.. accepted.Select(buy => buy.Quantity)],
        };
        return new(productId, Id: "", orderBatch.ToJson());
    }

    private OrderResult[] All(IReadOnlyList<OrderOperation> batch, OrderOutcome outcome)
    {
        var results = new OrderResult[batch.Count];
        Array.Fill(results, new(outcome, Mark.Epoch));
        return results;
    }

    private bool Keeps(Rule rule) => omitted != rule;
}
