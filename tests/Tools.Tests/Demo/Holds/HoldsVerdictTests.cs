using FlashFlow.Operator.Demo.Holds;

namespace FlashFlow.Tools.Tests.Demo.Holds;

public sealed class HoldsVerdictTests
{
    private readonly HoldsResult good = SampleHolds.Result(SampleHolds.Record());

    [Fact]
    public void A_run_in_which_exactly_the_stock_is_paid_for_holds() => Assert.Empty(Wrongs(good));

    [Fact]
    public void One_too_few_is_wrong()
    {
        var record = good.Record with { Paid = new HashSet<Guid> { SampleHolds.Id(1) } };

        Assert.Equal(["1 are"], Wrongs(good with { Record = record, Books = [SampleHolds.Books(sold: 1)] }));
    }

    [Fact]
    public void One_too_many_is_wrong()
    {
        var record = good.Record with { Paid = new HashSet<Guid> { SampleHolds.Id(1), SampleHolds.Id(2), SampleHolds.Id(3) } };

        Assert.Contains("3 are", Wrongs(good with { Record = record }));
    }

    [Fact]
    public void G9_a_payment_whose_unit_the_ledger_has_not_sold_is_wrong() =>
        Assert.Equal(["1 sold, 1 held, 0 left"], Wrongs(good with { Books = [SampleHolds.Books(sold: 1, held: 1)] }));

    [Fact]
    public void A_sale_that_the_ledger_no_longer_knows_is_wrong() =>
        Assert.Equal(["it no longer knows sale 7", "the ledger no longer knows sale 7"], Wrongs(good with { Books = [] }));

    [Fact]
    public void An_answer_that_nobody_should_get_is_wrong() => Assert.Equal(
        ["2 x payment_mismatch"],
        Wrongs(good with { Record = good.Record with { Unexpected = new Dictionary<string, long> { ["payment_mismatch"] = 2 } } }));

    private static IReadOnlyList<string?> Wrongs(HoldsResult result) => [.. HoldsVerdict.Of(result).Where(check => !check.Holds).Select(check => check.Wrong)];
}
