namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>What the ledger should do, in a few lines that anybody can check.</summary>
internal sealed class SaleModel
{
    private Dictionary<Guid, (long Position, int Quantity)> orders = [];
    private Dictionary<string, int> bought = [];
    private HashSet<string> restocks = [];

    public long Epoch { get; private set; }

    public SaleState State { get; private set; }

    public long Added { get; private set; }

    public long Remaining { get; private set; }

    public long Accepted { get; private set; }

    public int Limit { get; private set; }

    public List<Guid> EverAccepted { get; } = [];

    public void Reset(long epoch, int stock, int limit)
    {
        (Epoch, State, Added, Remaining, Accepted, Limit) = (epoch, SaleState.Open, 0, stock, 0, limit);
        (orders, bought, restocks) = ([], [], []);
    }

    public SaleChange SetState(SaleState state)
    {
        if (State == state)
            return SaleChange.Repeated;
        if (State == SaleState.Closed)
            return SaleChange.Closed;
        State = state;
        return SaleChange.Done;
    }

    public SaleChange Restock(int units, string? key)
    {
        if (key is not null && restocks.Contains(key))
            return SaleChange.Repeated;
        if (State == SaleState.Closed)
            return SaleChange.Closed;
        if (key is not null)
            restocks.Add(key);
        Added += units;
        Remaining += units;
        return SaleChange.Done;
    }

    public BuyResult Buy(BuyRequest buy)
    {
        if (orders.TryGetValue(buy.OrderId, out var order))
            return order.Quantity == buy.Quantity ? new(BuyOutcome.Replayed, Epoch, order.Position) : new(BuyOutcome.KeyReused, Epoch);
        if (buy.Epoch != 0 && buy.Epoch != Epoch)
            return new(BuyOutcome.StaleEpoch, Epoch);
        if (State != SaleState.Open)
            return new(State == SaleState.Paused ? BuyOutcome.Paused : BuyOutcome.Closed, Epoch);
        if (Limit > 0 && buy.ShopperId != "" && bought.GetValueOrDefault(buy.ShopperId) + buy.Quantity > Limit)
            return new(BuyOutcome.LimitReached, Epoch);
        if (buy.Quantity > Remaining)
            return new(BuyOutcome.SoldOut, Epoch);

        Remaining -= buy.Quantity;
        Accepted += buy.Quantity;
        bought[buy.ShopperId] = bought.GetValueOrDefault(buy.ShopperId) + buy.Quantity;
        orders.Add(buy.OrderId, (orders.Count + 1, buy.Quantity));
        EverAccepted.Add(buy.OrderId);
        return new(BuyOutcome.Accepted, Epoch, orders.Count);
    }
}
