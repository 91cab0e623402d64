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
public sealed partial class ProductModel(string productId, Rule? omitted = null)
{
    private const int MostDue = 256;

    private Sale? sale;
    private Suspension? suspension;
    private Dictionary<Guid, OrderModel> orders = [];
    private Dictionary<Guid, OrderModel> ordersBefore = [];
    private Dictionary<string, long> shoppers = [];
    private Dictionary<string, int> restocks = [];
    private Dictionary<string, string> cancels = [];
    private string? by;
    private List<(DateTimeOffset At, string Name, Guid? Order, int Units)> deadlines = []; // By the names that Redis has for them.
    private List<Transition> transitions = [];
    private SortedDictionary<long, EndedSale> ended = [];

    /// <summary>The product's sale, or null.</summary>
    public Sale? Sale => sale is null ? null : sale with { Suspension = suspension, NextDeadline = deadlines.Count == 0 ? null : deadlines.Min(due => due.At) };

    /// <summary>Why it sells nothing; null for a sound ledger.</summary>
    public Suspension? Suspension => suspension;

    /// <summary>The earlier sales, the oldest first.</summary>
    public IReadOnlyCollection<EndedSale> Ended => ended.Values;

    /// <summary>How far it has come.</summary>
    public HighWaterMark Mark => sale is null ? HighWaterMark.None : new(sale.Epoch, sale.Seq);

    /// <summary>Whether something is to be taken back, now or later.</summary>
    public bool HasDeadlines => deadlines.Count > 0;

    /// <summary>Whether something is to be taken back by now.</summary>
    public bool IsDue(DateTimeOffset now) => deadlines.Exists(due => due.At <= now);

    /// <summary>Where the current sale has this order; 0 when it has not.</summary>
    public long PositionOf(Guid orderId) => orders.TryGetValue(orderId, out var order) ? order.Position : 0;

    /// <summary>How the current sale or the one before it has this order; null when neither has.</summary>
    public LedgerOrder? FindOrder(Guid orderId, DateTimeOffset now) =>
        (orders.GetValueOrDefault(orderId) ?? ordersBefore.GetValueOrDefault(orderId)) is { } order
            ? new(order.Quantity, order.State?.At(now) ?? OrderState.Sold)
            : null;

    /// <summary><c>decide.lua</c>. The entry of what is accepted has no id yet.</summary>
    public LedgerReply Decide(HighWaterMark known, IReadOnlyList<OrderOperation> batch, DateTimeOffset now)
    {
        var clock = now.ToUnixTimeMilliseconds();
        if (batch.Any(operation => operation.Deadline?.IsOver(clock) == true) && Keeps(Rule.CallDeadline))
            return new(All(batch, OrderOutcome.Unavailable), Mark, IsSoldOut: false, Now: clock, IsLate: true);
        if (SuspendIfBehind(known, now))
            return new(All(batch, OrderOutcome.Suspended), Mark, IsSoldOut: false, IsSuspended: true, Now: clock);
        if (sale is null)
            return new(All(batch, OrderOutcome.UnknownProduct), Mark, IsSoldOut: false, Now: clock);

        transitions = [];
        var first = sale.Seq + 1;
        TakeBackDue(now);
        var results = new OrderResult[batch.Count];
        for (var i = 0; i < batch.Count; i++)
            if (batch[i].Change is { } change)
                results[i] = Change(batch[i].OrderId, change, now);
        var changes = EntryLine(first, now);
        var gate = Gate(now);
        for (var i = 0; i < batch.Count; i++)
            if (batch[i].Change is null)
                results[i] = Buy(batch[i], gate, now);

        OutboxEntry? entry = null;
        byte[]?[] lines = [changes, BoughtLine(batch, results, now)];
        if (lines.OfType<byte[]>().ToArray() is { Length: > 0 } written)
            entry = new(productId, Id: "", OrderMessage.Join([.. written.Select(line => new OutboxEntry(productId, "", line))]));
        return new(results, Mark, gate is null && sale.Remaining == 0, sale.Level, entry, UntilDue: UntilDue(now), Now: clock);
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
        if (sale?.Held > 0 && suspension is null && Keeps(Rule.HeldStay))
            return false;
        if (sale is not null)
            ended[sale.Epoch] = new(sale.Epoch, sale.Orders, sale.Accepted);
        if (orders.Count > 0)
            ordersBefore = orders;
        (orders, shoppers, restocks, cancels, deadlines, suspension) = ([], [], [], [], [], null);
        sale = new()
        {
            Epoch = epoch, Definition = definition, State = SaleState.Open, Remaining = definition.Stock,
            Added = 0, Accepted = 0, Orders = 0, Seq = 0, Changes = 0,
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
        return Change(sale with { Definition = definition with { Stock = sale.Definition.Stock } }, TransitionKind.Changed);
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
        return Change(sale with { Added = sale.Added + units, Remaining = sale.Remaining + units }, TransitionKind.Restocked, units);
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
        var kind = state switch { SaleState.Open => TransitionKind.Resumed, SaleState.Paused => TransitionKind.Paused, _ => TransitionKind.Closed };
        return Change(sale with { State = state }, kind);
    }

    /// <summary>The entry that the last operator's change laid into the outbox, without its id.</summary>
    public OutboxEntry LastChange(DateTimeOffset now) => new(productId, Id: "", EntryLine(sale!.Seq, now)!);

    /// <summary>The same once more, to be set back to.</summary>
    public ProductModel Copy()
    {
        var copy = (ProductModel)MemberwiseClone();
        (copy.orders, copy.shoppers, copy.restocks, copy.cancels, copy.deadlines, copy.ended) =
            (new(orders), new(shoppers), new(restocks), new(cancels), [.. deadlines], new(ended));
        return copy;
    }

    private OrderResult Buy(OrderOperation buy, OrderOutcome? gate, DateTimeOffset now)
    {
        if (orders.TryGetValue(buy.OrderId, out var earlier) && Keeps(Rule.Replay))
            return earlier.Quantity == buy.Quantity
                ? new(OrderOutcome.Replayed, sale!.Epoch, earlier.Position, earlier.State?.At(now))
                : new(OrderOutcome.KeyReused, sale!.Epoch);
        if (buy.Epoch != 0 && buy.Epoch != sale!.Epoch && Keeps(Rule.Epoch))
            return new(OrderOutcome.StaleEpoch, sale.Epoch);
        if (gate is { } closed)
            return new(closed, sale!.Epoch);
        if (!IsWithinLimit(buy.ShopperId, buy.Quantity))
            return new(OrderOutcome.LimitReached, sale!.Epoch);
        if (buy.Quantity > sale!.Remaining && Keeps(Rule.Stock))
            return new(OrderOutcome.SoldOut, sale.Epoch);

        sale = sale with
        {
            Remaining = sale.Remaining - buy.Quantity, Accepted = sale.Accepted + buy.Quantity, Orders = sale.Orders + 1, Seq = sale.Seq + 1,
        };
        var state = Hold(buy.Quantity, now);
        if (state is not null)
        {
            sale = sale with { Held = sale.Held + buy.Quantity };
            deadlines.Add((state.ExpiresAt!.Value, buy.OrderId.ToString(), buy.OrderId, 0));
        }

        orders[buy.OrderId] = new(sale.Seq, buy.Quantity, buy.ShopperId, state);
        Count(buy.ShopperId, buy.Quantity);
        return new(OrderOutcome.Accepted, sale.Epoch, sale.Seq, state);
    }

    private OrderState? Hold(int quantity, DateTimeOffset now) => sale!.Definition.HoldSeconds == 0 ? null : new()
    {
        Status = OrderStatus.Held,
        HeldAt = now,
        ExpiresAt = now.AddSeconds(sale.Definition.HoldSeconds),
        Amount = sale.Definition.PriceInMinorUnits * quantity,
        Currency = sale.Definition.Currency?.Code ?? "",
        AsOf = now,
    };

    private bool IsWithinLimit(string shopperId, int quantity) =>
        sale!.Definition.LimitPerShopper == 0 || shopperId.Length == 0 || !Keeps(Rule.Limit)
        || shoppers.GetValueOrDefault(shopperId) + quantity <= sale.Definition.LimitPerShopper;

    private void Count(string shopperId, int units)
    {
        if (shopperId.Length > 0)
            shoppers[shopperId] = shoppers.GetValueOrDefault(shopperId) + units;
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

    private SaleChange Change(Sale changed, TransitionKind kind, int? units = null)
    {
        transitions = [];
        sale = changed with { Changes = changed.Changes + 1 };
        Note(new() { Kind = kind, Units = units });
        return SaleChange.Done;
    }

    private void Note(Transition transition)
    {
        sale = sale! with { Seq = sale.Seq + 1 };
        transitions.Add(transition);
    }

    private byte[]? EntryLine(long first, DateTimeOffset now) => transitions.Count == 0 ? null : new TransitionBatch
    {
        Version = TransitionBatch.CurrentVersion,
        ProductId = productId,
        Epoch = sale!.Epoch,
        FirstSeq = first,
        AtMilliseconds = now.ToUnixTimeMilliseconds(),
        Events = [.. transitions],
    }.ToJson();

    private byte[]? BoughtLine(IReadOnlyList<OrderOperation> batch, OrderResult[] results, DateTimeOffset now)
    {
        OrderOperation[] accepted = [.. batch.Where((_, i) => results[i].Outcome == OrderOutcome.Accepted)];
        if (accepted.Length == 0)
            return null;
        var isHeld = sale!.Definition.HoldSeconds > 0;
        return new OrderBatch
        {
            Version = isHeld ? OrderBatch.HeldVersion : OrderBatch.CurrentVersion,
            ProductId = productId,
            Epoch = sale.Epoch,
            FirstPosition = sale.Seq - accepted.Length + 1,
            AcceptedAtMilliseconds = now.ToUnixTimeMilliseconds(),
            HeldUntilMilliseconds = isHeld ? now.AddSeconds(sale.Definition.HoldSeconds).ToUnixTimeMilliseconds() : null,
            PriceInMinorUnits = isHeld ? sale.Definition.PriceInMinorUnits : 0,
            Currency = isHeld ? sale.Definition.Currency?.Code ?? "" : null,
            OrderIds = [.. accepted.Select(buy => buy.OrderId)],
            ShopperIds = [.. accepted.Select(buy => buy.ShopperId)],
            Quantities = [.. accepted.Select(buy => buy.Quantity)],
        }.ToJson();
    }

    private TimeSpan? UntilDue(DateTimeOffset now) =>
        deadlines.Count == 0 ? null : TimeSpan.FromTicks(Math.Max(0, (deadlines.Min(due => due.At) - now).Ticks));

    private OrderResult[] All(IReadOnlyList<OrderOperation> batch, OrderOutcome outcome)
    {
        var results = new OrderResult[batch.Count];
        Array.Fill(results, new(outcome, Mark.Epoch));
        return results;
    }

    private bool Keeps(Rule rule) => omitted != rule;
}
