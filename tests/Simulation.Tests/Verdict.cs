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

    /// <summary>Sold for good: stored, or put aside where an operator finds it.</summary>
    private IEnumerable<OrderRow> Sold => stored.Values.Concat(dead.Values);

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
            verdict.CheckSales();
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

            var batch = OrderBatch.Parse(body);
            var order = new OrderRow(batch.ProductId, batch.OrderIds[0], batch.Epoch, batch.FirstPosition, batch.ShopperIds[0], batch.Quantities[0]);
            var isExpected = Record.IsPoison(order.ShopperId) || (world.Record.HasLostData && reason.EndsWith("is taken", StringComparison.Ordinal));
            Check(batch.Count == 1 && isExpected, "G8", $"put aside without need: {text}, {reason}");
            dead.TryAdd(order.OrderId, order);
        }

        Check(found.SetEquals(junk), "G8", $"of {junk.Count} messages that are no orders {found.Count} were put aside");
    }

    private void CheckAnswers(Wish wish)
    {
        foreach (var answer in wish.Answers)
        {
            var (outcome, _, position) = answer.Result;
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

        foreach (var sale in Sold.GroupBy(order => order.Epoch))
        {
            var units = sale.Sum(order => order.Quantity);
            Check(units <= world.Record.Stock[sale.Key], "G1", $"{units} of {world.Record.Stock[sale.Key]} units of sale {sale.Key} are sold");
            Check(sale.Select(order => order.Position).Distinct().Count() == sale.Count(), "G1", $"a position of sale {sale.Key} was given twice");
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

    private bool IsPossible(OrderResult result) => result.Outcome switch
    {
        OrderOutcome.Suspended => world.Record.HasLostData,
        OrderOutcome.Closed => world.Record.IsClosed(result.Epoch),
        OrderOutcome.NotOpen or OrderOutcome.KeyReused or OrderOutcome.UnknownProduct => false,
        _ => true,
    };

    private long Left(long epoch) => world.Record.Stock[epoch] - Sold.Where(order => order.Epoch == epoch).Sum(order => order.Quantity);

    private int Bought(long epoch, string shopperId) =>
        Sold.Where(order => order.Epoch == epoch && order.ShopperId == shopperId).Sum(order => order.Quantity);

    private static void Check(bool holds, string promise, FormattableString what)
    {
        if (!holds)
            throw new BrokenPromiseException($"{promise}: {what}");
    }
}
