using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Carts;

/// <summary>
/// Sells several products together: those of one family in one step of the ledger, families one after the other in the order of their names,
/// held until all are paid for. What was taken is given back when the rest cannot be had; where nobody is left to do so, the holds expire.
/// </summary>
/// <param name="sales">What there is of the products.</param>
/// <param name="ledger">Takes what is of one family.</param>
/// <param name="records">Remembers what an order is made of, before anything is taken.</param>
/// <param name="guards">The products' guards.</param>
public sealed class CartDesk(ISaleLedger sales, ICartLedger ledger, ICartRecords records, StockGuards guards)
{
    // A sale that begins meanwhile makes the plan a stale one; three times in a row is somebody starting sales in a loop.
    private const int MostPlans = 3;

    // What is due is taken back by the guard, some hundred holds at a time.
    private const int MostLapses = 100;

    /// <summary>Buys all lines or none. Never throws for what a ledger or a shopper can do: the outcome says it.</summary>
    /// <param name="cartId">Names the order: the same again is a retry, and never takes a second unit (G4).</param>
    /// <param name="shopperId">Who buys.</param>
    /// <param name="lines">What, at least one line.</param>
    /// <param name="isOwned">Whether the orders' ids are to say whose they are.</param>
    /// <param name="mayBeReplay">Whether it may have been bought before: nobody can have asked under a fresh id.</param>
    public async Task<CartPurchase> BuyAsync(Guid cartId, string shopperId, IReadOnlyList<CartLine> lines, bool isOwned, bool mayBeReplay)
    {
        try
        {
            var kept = mayBeReplay ? await records.FindAsync(cartId) : null;
            for (var plans = 1; ; plans++)
            {
                if (kept is null)
                {
                    var (cart, refusal) = await PlanAsync(cartId, shopperId, lines, isOwned, attempt: 1);
                    if (refusal is not null)
                        return refusal;
                    kept = await records.KeepAsync(cart!);
                }

                if (!kept.Lines.SequenceEqual(lines))
                    return new(OrderOutcome.KeyReused);
                var purchase = await TakeAsync(kept);
                if (purchase.Outcome != OrderOutcome.StaleEpoch || plans == MostPlans)
                    return purchase;

                var (again, gone) = await PlanAsync(cartId, shopperId, lines, isOwned, kept.Attempt + 1);
                if (gone is not null)
                    return gone;
                await records.ReplaceAsync(kept = again!);
            }
        }
        catch (LedgerUnavailableException failure)
        {
            return new(failure.NothingWasDone ? OrderOutcome.Unavailable : OrderOutcome.Unknown);
        }
    }

    private async Task<(Cart? Cart, CartPurchase? Refusal)> PlanAsync(
        Guid cartId, string shopperId, IReadOnlyList<CartLine> lines, bool isOwned, int attempt)
    {
        var found = new Dictionary<string, Sale>();
        if (await FindAsync(found, lines.Select(line => line.ProductId)) is { } suspended)
            return (null, new(OrderOutcome.Suspended, suspended));
        if (await FindAsync(found, found.Values.SelectMany(sale => sale.Definition.Bundle?.Components.Keys ?? [])) is { } component)
            return (null, new(OrderOutcome.Suspended, component));

        var plan = CartPlan.Of(lines, found, (productId, epoch) => OrderIds.ForKey(productId, epoch, shopperId, PartKey(cartId, attempt), isOwned));
        return plan.Refusal is { } refusal
            ? (null, new(refusal, plan.Refused))
            : (new Cart { Id = cartId, ShopperId = shopperId, Lines = lines, Parts = plan.Parts, Attempt = attempt }, null);
    }

    // No Idempotency-Key has a space, so that no order of its own has the id of a part.
    private static string PartKey(Guid cartId, int attempt) => $"cart {cartId} {attempt}";

    // Of a product that the ledger has lost nobody can say what it is.
    private async Task<string?> FindAsync(Dictionary<string, Sale> found, IEnumerable<string> productIds)
    {
        string[] missing = [.. productIds.Where(id => !found.ContainsKey(id)).Distinct()];
        if (missing.Length == 0)
            return null;
        var looks = await sales.LookAsync(missing);
        for (var i = 0; i < missing.Length; i++)
        {
            if (looks[i] is { Sale: null, Suspension: not null })
                return missing[i];
            if (looks[i].Shown is { } sale)
                found.Add(missing[i], sale);
        }

        return null;
    }

    private async Task<CartPurchase> TakeAsync(Cart cart)
    {
        var families = cart.Parts.GroupBy(part => part.FamilyName).Select(family => family.ToArray()).ToArray();
        var (taken, results, isNew) = (new List<CartPart>(), new Dictionary<Guid, OrderResult>(), false);
        foreach (var family in families)
        {
            var reply = await TakeFamilyAsync(cart, family, mustHold: families.Length > 1);
            if (!reply.HasOrders)
            {
                await GiveBackAsync(taken);
                return new(reply.Outcome, family[reply.Refused].ProductId);
            }

            isNew |= reply.Outcome == OrderOutcome.Accepted;
            taken.AddRange(family.Where(part => !part.IsBundle));
            foreach (var (part, answer) in family.Zip(reply.Parts))
                if (answer.Results is [{ HasOrder: true } result])
                    results[part.OrderId] = result;
        }

        // Parts of an earlier try, which nobody was told of, may have gone meanwhile: all of it is tried anew then, under other names.
        if (cart.MayBeHalf && results.Values.Any(result => result.State?.Status is OrderStatus.Released or OrderStatus.Expired))
        {
            await GiveBackAsync(taken);
            return new(OrderOutcome.StaleEpoch);
        }

        if (cart.MayBeHalf)
            await records.ReplaceAsync(cart = cart with { IsTaken = true });
        WakeGuards(taken, results);
        return new(isNew ? OrderOutcome.Accepted : OrderOutcome.Replayed)
        {
            Cart = cart,
            States = [.. cart.Orders.Select(part => results[part.OrderId].State ?? OrderState.Sold)],
        };
    }

    private async Task<CartReply> TakeFamilyAsync(Cart cart, CartPart[] family, bool mustHold)
    {
        for (var lapses = 0; ; lapses++)
        {
            var reply = await ledger.TakeAsync(new(cart.Id, cart.ShopperId, mustHold, family));
            if (reply.Outcome != OrderOutcome.SomethingIsDue)
                return reply;
            if (lapses == MostLapses)
                return reply with { Outcome = OrderOutcome.Overloaded };
            await guards.DecideAsync(family[reply.Refused].ProductId, OverdueHolds.Lapse);
        }
    }

    // Where this is not done to the end, the holds expire.
    private async Task GiveBackAsync(IEnumerable<CartPart> taken)
    {
        foreach (var part in taken)
            await guards.DecideAsync(part.ProductId, OrderOperation.ToChange(part.OrderId, new OrderChange.Undo("")));
    }

    // A guard wakes by the next deadline that it was told.
    private void WakeGuards(IReadOnlyList<CartPart> taken, Dictionary<Guid, OrderResult> results)
    {
        foreach (var part in taken)
            if (results.GetValueOrDefault(part.OrderId).State?.Status == OrderStatus.Held)
                _ = guards.DecideAsync(part.ProductId, OverdueHolds.Lapse).AsTask();
    }
}
