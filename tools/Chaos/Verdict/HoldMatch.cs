using FlashFlow.Chaos.Shopping;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;

namespace FlashFlow.Chaos.Verdict;

/// <summary>Holds what shops heard of holds and payments against what is stored, and that against the ledger.</summary>
internal sealed class HoldMatch
{
    private readonly ChaosResult result;
    private readonly Dictionary<Guid, StoredOrder> rows;
    private readonly ILookup<Guid, Purchase> purchases;

    public HoldMatch(ChaosResult result)
    {
        this.result = result;
        rows = result.Stored.ToDictionary(order => order.OrderId);
        purchases = result.Journal.Purchases.ToLookup(purchase => purchase.OrderId);
    }

    /// <summary>Answers that do not fit those before, or that never came (G9).</summary>
    public IEnumerable<string> FindUnclear() => result.Journal.Purchases.Select(purchase =>
        purchase.Contradiction ?? (purchase.IsInTheDark ? $"nobody heard what became of order {purchase.OrderId} of {purchase.ProductId}" : null)).OfType<string>();

    /// <summary>Payments that are charged without a unit, or not charged though they have one, and changes that were told and are not stored (G3, G9).</summary>
    public IEnumerable<string> FindUntrue() =>
        result.Journal.Purchases.Select(FindUntrue).Concat(result.Stored.Where(row => row.State is not null).Select(FindUncharged)).OfType<string>();

    /// <summary>Orders that are stored in another state than the ledger has them (G3).</summary>
    public IEnumerable<string> FindStale() => result.Sales.Where(HasHolds)
        .SelectMany(sale => result.Stored.Where(row => row.Epoch == sale.Epoch))
        .Where(row => !IsSame(row.State, result.Ledger.GetValueOrDefault(row.OrderId)))
        .Select(row => $"{row}, but the ledger has {result.Ledger.GetValueOrDefault(row.OrderId)?.ToString() ?? "no such order"}");

    /// <summary>Orders that came to two ends, or to one twice (G9).</summary>
    public IEnumerable<string> FindTwoEnds() =>
        from happened in result.Events
        where happened.Kind is TransitionKind.Confirmed or TransitionKind.Reinstated or TransitionKind.Refused or TransitionKind.Released
        group happened by happened.OrderId into order
        where order.Count() > 1
        select $"order {order.Key} was {string.Join(" and ", order.OrderBy(happened => happened.Seq).Select(happened => happened.Kind.ToString().ToLowerInvariant()))}";

    private static bool HasHolds(ChaosSale sale) => sale.Product.Hold > TimeSpan.Zero;

    private string? FindUntrue(Purchase purchase)
    {
        // One that is not stored at all is another finding.
        if (rows.GetValueOrDefault(purchase.OrderId) is not { State: { } state } row)
            return null;
        var hasUnits = row.IsPaid && state.PaymentRef == purchase.PaymentRef;
        return purchase switch
        {
            { IsConfirmed: true } when !hasUnits => $"{purchase.PaymentRef} is charged without a unit: {row}",
            { IsRefused: true } when hasUnits => $"{purchase.PaymentRef} was refused for good and has a unit: {row}",
            { IsReleased: true } when state.Status != OrderStatus.Released => $"order {purchase.OrderId} was told to be released, but is stored as {row}",
            { IsInTheDark: false } when purchase.Cancelled != state.Cancelled => $"{purchase.Cancelled} units of order {purchase.OrderId} were told to be cancelled, but {state.Cancelled} are",
            _ => null,
        };
    }

    private string? FindUncharged(StoredOrder row)
    {
        if (row.IsPaid != (row.State!.PaymentRef is not null))
            return $"{row} is {(row.IsPaid ? "sold without a payment" : "not sold and has a payment")}";
        if (row.State.Status == OrderStatus.Held)
            return $"{row} is held still";
        return row.IsPaid && !purchases[row.OrderId].Any(purchase => purchase.IsConfirmed) ? $"{row} has units and was not charged" : null;
    }

    // A rebuild gives holds a later deadline, of which nothing is stored.
    private static bool IsSame(OrderState? stored, OrderState? inLedger) =>
        stored is not null && inLedger is not null && Comparable(stored) == Comparable(inLedger) && !(stored.ExpiresAt > inLedger.ExpiresAt);

    private static OrderState Comparable(OrderState state) => state with { AsOf = default, ExpiresAt = null, FirstExpiresAt = null };
}
