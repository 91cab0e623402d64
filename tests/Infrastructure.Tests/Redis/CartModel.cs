namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>What becomes of carts that take from the products of one family, in lines that anybody can check.</summary>
/// <param name="omitted">A rule that is not kept, or null.</param>
public sealed class CartModel(CartModel.Rule? omitted)
{
    public const int Products = 4;

    private readonly int[] remaining = [.. Enumerable.Range(0, Products).Select(Stock)];
    private readonly bool[] paused = new bool[Products];
    private readonly Dictionary<(int Product, int Shopper), int> bought = [];
    private readonly Dictionary<(int Cart, int Product), (int Shopper, int Units, bool IsHeld)> orders = [];

    /// <summary>What a cart is decided by.</summary>
    public enum Rule
    {
        AllOrNothing,
        Stock,
        Limit,
        Pause,
        OneKind,
        OnceOnly,
        SameUnits,
        CallDeadline,
    }

    /// <summary>Units at the start.</summary>
    public static int Stock(int product) => 3 + product;

    /// <summary>Most units of a shopper, 0 for no limit.</summary>
    public static int Limit(int product) => product == 1 ? 2 : 0;

    /// <summary>All products but the last hold their units.</summary>
    public static bool Holds(int product) => product < Products - 1;

    public int Remaining(int product) => remaining[product];

    public string Take(int cart, int shopper, int[] wanted, bool isLate)
    {
        var parts = Enumerable.Range(0, Products).Where(i => wanted[i] > 0).ToArray();
        if (parts.Length == 0)
            return "nothing";
        if (isLate && Keeps(Rule.CallDeadline))
            return $"{OrderOutcome.Unavailable} {parts[0]}";
        var refusals = parts.Select(i => (Product: i, Why: Refusal(cart, i, shopper, wanted[i]))).Where(part => part.Why is not null).ToArray();
        var mixed = parts.Where(i => !orders.ContainsKey((cart, i)) && !Holds(i)).Where(_ => parts.Any(Holds)).ToArray();
        if (refusals.Length > 0 && (Keeps(Rule.AllOrNothing) || refusals.Length == parts.Length))
            return $"{refusals[0].Why} {refusals[0].Product}";
        if (mixed.Length > 0 && Keeps(Rule.OneKind))
            return $"{OrderOutcome.HoldsNothing} {mixed[0]}";

        var taken = parts.Where(i => (!orders.ContainsKey((cart, i)) || !Keeps(Rule.OnceOnly)) && Refusal(cart, i, shopper, wanted[i]) is null).ToArray();
        foreach (var i in taken)
        {
            Count(i, shopper, wanted[i]);
            orders[(cart, i)] = (shopper, wanted[i], Holds(i));
        }

        return $"{(taken.Length > 0 ? OrderOutcome.Accepted : OrderOutcome.Replayed)}";
    }

    public string Buy(int product, int shopper, int units)
    {
        if (Refusal(cart: -1, product, shopper, units) is { } refusal)
            return $"{refusal}";
        Count(product, shopper, units);
        return $"{OrderOutcome.Accepted}";
    }

    public string Release(int cart, int product)
    {
        if (!orders.TryGetValue((cart, product), out var order))
            return $"{OrderOutcome.UnknownOrder}";
        if (!order.IsHeld)
            return $"{OrderOutcome.Repeated}";
        Count(product, order.Shopper, -order.Units);
        orders[(cart, product)] = order with { IsHeld = false };
        return $"{OrderOutcome.Changed}";
    }

    public string Pause(int product, bool isPaused)
    {
        var outcome = paused[product] == isPaused ? SaleChange.Repeated : SaleChange.Done;
        paused[product] = isPaused;
        return $"{outcome}";
    }

    private OrderOutcome? Refusal(int cart, int product, int shopper, int units)
    {
        if (orders.TryGetValue((cart, product), out var order))
            return order.Units != units && Keeps(Rule.SameUnits) ? OrderOutcome.KeyReused : null;
        if (paused[product] && Keeps(Rule.Pause))
            return OrderOutcome.Paused;
        if (Limit(product) > 0 && bought.GetValueOrDefault((product, shopper)) + units > Limit(product) && Keeps(Rule.Limit))
            return OrderOutcome.LimitReached;
        return units > remaining[product] && Keeps(Rule.Stock) ? OrderOutcome.SoldOut : null;
    }

    private void Count(int product, int shopper, int units)
    {
        remaining[product] -= units;
        bought[(product, shopper)] = bought.GetValueOrDefault((product, shopper)) + units;
    }

    private bool Keeps(Rule rule) => rule != omitted;
}
