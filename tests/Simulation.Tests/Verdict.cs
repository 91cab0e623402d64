using System.Text;

namespace FlashFlow.Simulation.Tests;

/// <summary>Whether a schedule that has come to rest kept the promises: what shoppers were told against what is stored.</summary>
internal sealed class Verdict
{
    private readonly World world;
    private readonly List<OrderRow> rows;
    private readonly Dictionary<Guid, OrderRow> stored = [];
    private readonly Dictionary<Guid, OrderRow> dead = [];

    private Verdict(World world)
    {
        this.world = world;
        rows = world.Store.Rows;
    }

    /// <summary>Every order that came to its end: stored, or put aside where an operator finds it.</summary>
    private IEnumerable<OrderRow> Ended => stored.Values.Concat(dead.Values);

    /// <summary>Sold for good: a hold that lapsed is not.</summary>
    private IEnumerable<OrderRow> Sold => Ended.Where(order => world.Store.StateOf(order).Status is OrderStatus.Confirmed or OrderStatus.Cancelled);

    /// <exception cref="BrokenPromiseException">They were not.</exception>
    public static void Pronounce(World world)
    {
        var verdict = new Verdict(world);
        verdict.ReadRows();
        verdict.ReadDeadLetters();
        foreach (var wish in world.Wishes)
            verdict.CheckAnswers(wish);
        verdict.CheckOneAnswerPerOrder();
        if (!world.Record.HasLostData)
        {
            verdict.CheckTransitions();
            verdict.CheckStates();
            verdict.CheckSales();
            foreach (var wish in world.Wishes)
                wish.Purchases.ForEach(verdict.CheckPurchase);
            verdict.CheckLastWords();
        }
    }

    /// <summary>G3: each row is what somebody asked for, once.</summary>
    private void ReadRows()
    {
        var granted = new HashSet<(Wish, long)>();
        foreach (var row in rows)
        {
            var wish = world.Record.WhoAsked(row.OrderId);
            Check(wish is not null, "G3", $"nobody asked for {row}");
            Check(stored.TryAdd(row.OrderId, row), "G3", $"stored twice: {row}");
            Check(row.ShopperId == wish!.ShopperId && row.Quantity == wish.Quantity, "G3", $"{wish} became {row}");
            Check(granted.Add((wish, row.Epoch)), "G4", $"{wish} was granted twice, at last as {row}");
        }
    }

    /// <summary>G8: what was put aside cannot be stored, and nothing else that cannot be stored is missing.</summary>
    private void ReadDeadLetters()
    {
        var junk = world.Junk.Select(Encoding.UTF8.GetString).ToHashSet();
        var found = new HashSet<string>();
        foreach (var letter in world.Store.DeadLetters.Values)
        {
            var (body, reason) = (letter.Body.ToArray(), letter.Reason);
            var text = Encoding.UTF8.GetString(body);
            if (junk.Contains(text))
            {
                found.Add(text);
                continue;
            }

            if (TransitionBatch.IsMeantBy(body))
            {
                Check(world.Record.HasLostData && reason.EndsWith("is taken", StringComparison.Ordinal), "G8", $"put aside without need: {text}, {reason}");
                continue;
            }

            var batch = OrderBatch.Parse(body);
            var order = new OrderRow(batch.ProductId, batch.OrderIds[0], batch.Epoch, batch.FirstPosition, batch.ShopperIds[0], batch.Quantities[0], batch.HeldUntil is not null);
            var isExpected = Record.IsPoison(order.ShopperId) || (world.Record.HasLostData && reason.EndsWith("is taken", StringComparison.Ordinal));
            Check(batch.Count == 1 && isExpected, "G8", $"put aside without need: {text}, {reason}");
            dead.TryAdd(order.OrderId, order);
        }

        // Junk is in the broker alone.
        Check(world.Broker.HasLostAll ? found.IsSubsetOf(junk) : found.SetEquals(junk), "G8", $"of {junk.Count} messages that are no orders {found.Count} were put aside");
    }

    private void CheckAnswers(Wish wish)
    {
        foreach (var answer in wish.Answers)
        {
            var (outcome, _, position, _) = answer.Result;
            var doubt = world.Record.IsLost(answer.OrderId);
            var known = stored.GetValueOrDefault(answer.OrderId) ?? dead.GetValueOrDefault(answer.OrderId);

            if (answer.Result.HasOrder && !doubt)
            {
                Check(known is not null, "G3", $"{wish} was told {answer}, and it is nowhere");
                Check(known!.Position == position && known.Epoch == answer.Result.Epoch, "G4", $"{wish} was told {answer}, and it is {known}");
            }

            // G4: the ledger had it, so no other answer is right but that one, or none.
            if (answer.HeldBefore > 0 && !world.Record.HasLostData)
                Check(
                    outcome == OrderOutcome.Replayed ? position == answer.HeldBefore : answer.IsOpen && outcome != OrderOutcome.Paused || outcome == OrderOutcome.StaleEpoch,
                    "G4", $"{wish} had an order, and was told {answer}");

            var isRefused = !answer.Result.HasOrder && outcome != OrderOutcome.Unknown;
            Check(wish.Kind != WishKind.Plain || !isRefused || known is null, "G4", $"{wish} was told {answer}, and it is {known}");
            Check(wish.Kind != WishKind.Plain || outcome is not (OrderOutcome.Replayed or OrderOutcome.StaleEpoch), "G4", $"{wish} asked once, and was told {answer}");
            Check(IsPossible(answer.Result), "G7", $"{wish} was told {answer}, and nothing was lost");
        }
    }

    /// <summary>G4: an order is accepted once, and always the same.</summary>
    private void CheckOneAnswerPerOrder()
    {
        var told = world.Wishes.SelectMany(wish => wish.Answers).Where(answer => answer.Result.HasOrder && !world.Record.IsLost(answer.OrderId));
        foreach (var answers in told.GroupBy(answer => answer.OrderId))
            Check(answers.Count(answer => answer.Result.Outcome == OrderOutcome.Accepted) <= 1, "G4", $"accepted twice: {string.Join(", ", answers)}");
    }

    private void CheckSales()
    {
        // G6, second half: accepted = stored + dead, with nothing left on the way.
        foreach (var order in world.Record.AllAccepted)
            Check(stored.ContainsKey(order.OrderId) || dead.ContainsKey(order.OrderId), "G6", $"accepted and lost: {order}");

        foreach (var sale in Ended.GroupBy(order => order.Epoch))
            Check(sale.Select(order => order.Position).Distinct().Count() == sale.Count(), "G1", $"a position of sale {sale.Key} was given twice");

        foreach (var sale in Sold.GroupBy(order => order.Epoch))
        {
            var units = sale.Sum(Units);
            Check(units <= world.Record.Stock[sale.Key], "G1", $"{units} of {world.Record.Stock[sale.Key]} units of sale {sale.Key} are sold");
            foreach (var shopper in sale.Where(order => order.ShopperId.Length > 0).GroupBy(order => order.ShopperId))
                Check(
                    world.Plan.LimitPerShopper == 0 || shopper.Sum(order => order.Quantity) <= world.Plan.LimitPerShopper,
                    "G5", $"{shopper.Key} has {shopper.Sum(order => order.Quantity)} units of sale {sale.Key}, the limit is {world.Plan.LimitPerShopper}");
        }

        foreach (var sale in world.Ledger.Sales)
        {
            Check(sale.IsBalanced, "G6", $"the books of {sale} do not balance");
            Check(sale.Remaining == Left(sale.Epoch), "G2", $"{Left(sale.Epoch)} units of sale {sale.Epoch} are not sold, the ledger has {sale.Remaining}");
        }
    }

    /// <summary>G2: whoever went without, at the end, went without for a reason. So everything was sold that was asked for.</summary>
    private void CheckLastWords()
    {
        foreach (var wish in world.Wishes)
        {
            if (wish.Last is not { } last)
                continue;
            if (last.Result.Outcome == OrderOutcome.SoldOut)
                Check(Left(last.Result.Epoch) < wish.Quantity, "G2", $"{wish} was told {last}, and {Left(last.Result.Epoch)} units are left");
            else if (last.Result.Outcome == OrderOutcome.LimitReached)
                Check(
                    Bought(last.Result.Epoch, wish.ShopperId) + wish.Quantity > world.Plan.LimitPerShopper,
                    "G5", $"{wish} was told {last}, and has {Bought(last.Result.Epoch, wish.ShopperId)} units");
            else
                Check(
                    last.Result.HasOrder || (wish.Kind == WishKind.Named && last.Result.Outcome == OrderOutcome.StaleEpoch),
                    "G2", $"{wish} was told {last}");
        }
    }

    /// <summary>G3, G6: every transition of a sale is stored, and its numbers have no gap.</summary>
    private void CheckTransitions()
    {
        foreach (var transition in world.Record.AllTransitions)
            Check(world.Store.Transitions.GetValueOrDefault((transition.Epoch, transition.Seq)) == transition, "G3", $"it happened, and is not stored: {transition}");
        foreach (var sale in world.Ledger.Sales)
        {
            var numbers = Ended.Where(order => order.Epoch == sale.Epoch).Select(order => order.Position)
                .Concat(world.Store.Transitions.Keys.Where(key => key.Epoch == sale.Epoch).Select(key => key.Seq));
            Check(numbers.Order().SequenceEqual(Enumerable.Range(1, (int)sale.Seq).Select(number => (long)number)), "G6", $"the numbers of sale {sale.Epoch} are {string.Join(' ', numbers.Order())} of {sale.Seq}");
        }
    }

    /// <summary>G3: an order stands in the store as it stands in the ledger.</summary>
    private void CheckStates()
    {
        foreach (var order in Ended)
            if (world.Ledger.FindOrder(order.ProductId, order.OrderId) is { State: var state })
            {
                var known = world.Store.StateOf(order);
                Check(
                    (state.Status, state.Cancelled, state.PaymentRef) == (known.Status, known.Cancelled, known.PaymentRef),
                    "G3", $"{order} is {state} in the ledger, and {known} in the store");
            }
    }

    /// <summary>G9: money and unit go together, and every payment has one final answer.</summary>
    private void CheckPurchase(Purchase purchase)
    {
        if (Ended.FirstOrDefault(order => order.OrderId == purchase.OrderId) is not { } order)
            return; // Its answers are checked as those of the wish.
        var state = world.Store.StateOf(order);
        var isSold = state.Status is OrderStatus.Confirmed or OrderStatus.Cancelled;
        Check(!(purchase.IsPaid && purchase.IsRefused), "G9", $"a payment was accepted and refused: {purchase}");
        Check(!purchase.IsPaid || (isSold && state.PaymentRef == purchase.PaymentRef), "G9", $"{purchase} is paid, and it is {state}");
        Check(!purchase.IsRefused || !isSold, "G9", $"{purchase} was refused, and it is {state}");
        Check(!order.IsHeld || isSold == (state.PaymentRef is not null), "G9", $"{order} is {state}");
        Check(state.PaymentRef is null || state.PaymentRef == purchase.PaymentRef, "G9", $"another payment confirmed {purchase}: {state}");
        Check(state.Cancelled <= purchase.Cancels, "G4", $"{state.Cancelled} units of {purchase} are cancelled, and {purchase.Cancels} were to be");
    }

    private int Units(OrderRow order) => order.Quantity - world.Store.StateOf(order).Cancelled;

    private bool IsPossible(OrderResult result) => result.Outcome switch
    {
        OrderOutcome.Suspended => world.Record.HasLostData,
        OrderOutcome.Closed => world.Record.IsClosed(result.Epoch),
        OrderOutcome.NotOpen or OrderOutcome.KeyReused or OrderOutcome.UnknownProduct => false,
        _ => true,
    };

    private long Left(long epoch) => world.Record.Stock[epoch] - Sold.Where(order => order.Epoch == epoch).Sum(Units);

    private int Bought(long epoch, string shopperId) =>
        Sold.Where(order => order.Epoch == epoch && order.ShopperId == shopperId).Sum(order => order.Quantity);

    private static void Check(bool holds, string promise, FormattableString what)
    {
        if (!holds)
            throw new BrokenPromiseException($"{promise}: {what}");
    }
}
