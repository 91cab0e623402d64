using FlashFlow.LedgerModel;
using FsCheck;
using FsCheck.Fluent;
using static FlashFlow.Infrastructure.Tests.Redis.LedgerStep;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>Random sequences of all that is asked of the ledger, and of its loss: the scripts answer as <see cref="ProductModel"/> does.</summary>
public sealed class LedgerModelTests : SandboxTests
{
    private const int Sequences = 150;

    private int sequence;

    public static TheoryData<Rule> Rules => [.. Enum.GetValues<Rule>()];

    [Fact]
    public void The_scripts_do_what_the_model_says() => Compare(omitted: null, Sequences);

    /// <summary>A comparison that cannot fail proves nothing.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void A_model_that_omits_a_rule_differs_from_the_scripts(Rule omitted)
    {
        var difference = Assert.ThrowsAny<Exception>(() => Compare(omitted, 10 * Sequences));
        Assert.Contains("Assert.Equal() Failure", difference.ToString(), StringComparison.Ordinal);
    }

    // What chance seldom brings about comes first: an order paid too late, one that is paid again after its refusal, a cancel sent twice.
    private static readonly LedgerStep[] LivesOfOrders =
    [
        new Buys([new(0, 1, 1, Meant.Any), new(1, 2, 1, Meant.Any)], Known: 0),
        new Changes([Pays(0)], []),
        new Wait(31),
        new Buys([new(2, 3, 1, Meant.Any)], Known: 1),
        new Changes([Pays(2), Pays(1)], []),
        new Restock(3, Key: 0, Meant.Current),
        new Changes([Pays(1)], []),
        new Buys([new(3, 0, 2, Meant.Any)], Known: 1),
        new Changes([Pays(3, units: 2)], []),
        new Changes([new(3, new OrderChange.Cancel(1, "key", Share: 0))], []),
        new Changes([new(3, new OrderChange.Cancel(1, "key", Share: 0))], []),
    ];

    private void Compare(Rule? omitted, int sequences)
    {
        RunAsync(omitted, new(Stock: 2, Limit: 3, Window: 0, Holds: 2), LivesOfOrders).GetAwaiter().GetResult();
        Prop.ForAll(Steps().ListOf().ToArbitrary(), steps => RunAsync(omitted, FirstOffer(), steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(sequences).WithStartSize(10).WithEndSize(40));
    }

    private Offer FirstOffer() => new(Stock: sequence % 2 == 0 ? 8 : 2, Limit: 3, Window: 0, Holds: sequence % LedgerComparison.Holds.Length);

    private async Task RunAsync(Rule? omitted, Offer offer, IEnumerable<LedgerStep> steps)
    {
        var comparison = new LedgerComparison(Sandbox, $"p{sequence++}", omitted);
        await comparison.TakeAsync(new Open(offer, Meant.Current));
        foreach (var step in steps)
            await comparison.TakeAsync(step);
        await comparison.EndAsync();
    }

    private static Change Pays(int order, int units = 1) => new(order, new OrderChange.Confirm($"pay:{order}", 800 * units, "EUR"));

    private static Gen<LedgerStep> Steps()
    {
        var meant = Gen.Frequency((7, Gen.Constant(Meant.Current)), (1, Gen.Constant(Meant.Other)));
        var state = Gen.Elements(SaleState.Open, SaleState.Open, SaleState.Paused, SaleState.Closed);
        var offer =
            from stock in Gen.Choose(0, 12)
            from limit in Gen.Choose(0, 4)
            from window in Gen.Choose(0, LedgerComparison.Windows.Length - 1)
            from holds in Gen.Choose(0, LedgerComparison.Holds.Length - 1)
            select new Offer(stock, limit, window, holds);
        return Gen.Frequency<LedgerStep>(
            (16, Batches()),
            (12, Changes()),
            (4, from seconds in Gen.Elements(1, 20, 31, 61) select (LedgerStep)new Wait(seconds)),
            (3, from units in Gen.Frequency((9, Gen.Choose(1, 5)), (1, Gen.Constant(SaleDefinition.MaxStock)))
                from key in Gen.Choose(0, 3)
                from sale in meant
                select (LedgerStep)new Restock(units, key, sale)),
            (3, from set in state from sale in meant select (LedgerStep)new SetState(set, sale)),
            (2, from changed in offer from sale in meant select (LedgerStep)new Update(changed, sale)),
            (2, from opened in offer from replaced in meant select (LedgerStep)new Open(opened, replaced)),
            (1, Gen.Constant<LedgerStep>(new Lose())),
            (3, from rebuilt in offer
                from kept in state
                from added in Gen.Choose(0, 3)
                from unknown in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Constant(1)))
                select (LedgerStep)new Rebuild(rebuilt, kept, added, unknown)));
    }

    private static Gen<LedgerStep> Batches() =>
        from wishes in Wishes().ArrayOf()
        from known in Gen.Frequency((12, Gen.Constant(0)), (5, Gen.Constant(1)), (1, Gen.Constant(2)))
        select (LedgerStep)new Buys(wishes, known);

    private static Gen<LedgerStep> Changes()
    {
        var change = Gen.Frequency(
            (6, from payment in Gen.Choose(1, 2)
                from amount in Gen.Frequency((8, Gen.Constant(800L)), (1, Gen.Constant(8L)), (4, Gen.Constant(1_600L)))
                from currency in Gen.Frequency((5, Gen.Constant("EUR")), (1, Gen.Constant("JPY")))
                select (OrderChange)new OrderChange.Confirm($"pay:{payment}", amount, currency)),
            (3, Gen.Constant<OrderChange>(new OrderChange.Release())),
            (3, Gen.Constant<OrderChange>(new OrderChange.Extend())),
            (4, from quantity in Gen.Elements<int?>(null, 1, 1, 2)
                from key in Gen.Choose(0, 1)
                from share in Gen.Elements(0, 0.5, 1)
                select (OrderChange)new OrderChange.Cancel(quantity, $"key-{key}", share)),
            (2, from payment in Gen.Choose(0, 2) select (OrderChange)new OrderChange.Undo(payment == 0 ? "" : $"pay:{payment}")),
            (1, Gen.Constant<OrderChange>(new OrderChange.Lapse())));
        return
            from asked in (from order in Order() from what in change from caller in Gen.Elements(null, "shop") select new Change(order, what with { By = caller })).NonEmptyListOf()
            from wishes in Gen.Frequency((2, Gen.Constant<Wish[]>([])), (1, Wishes().ArrayOf()))
            select (LedgerStep)new Changes([.. asked], wishes);
    }

    // Most is asked of a few orders, so that much happens to each.
    private static Gen<int> Order() => Gen.Frequency((3, Gen.Choose(0, 1)), (3, Gen.Choose(2, 5)), (2, Gen.Choose(0, LedgerComparison.Orders - 1)));

    private static Gen<Wish> Wishes() =>
        from order in Order()
        from shopper in Gen.Choose(0, LedgerComparison.Shoppers.Length - 1)
        from quantity in Gen.Frequency((6, Gen.Constant(1)), (2, Gen.Choose(2, 4)))
        from sale in Gen.Frequency((6, Gen.Constant(Meant.Any)), (2, Gen.Constant(Meant.Current)), (1, Gen.Constant(Meant.Other)))
        from late in Gen.Frequency((30, Gen.Constant<int?>(null)), (1, Gen.Choose(0, 1).Select(milliseconds => (int?)milliseconds)))
        select new Wish(order, shopper, quantity, sale, late);
}
