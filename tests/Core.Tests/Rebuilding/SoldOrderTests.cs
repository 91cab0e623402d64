using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Rebuilding;

public sealed class SoldOrderTests
{
    private static readonly SoldOrder Hold = SoldOrder.In(Held(first: 1), 0);

    private static readonly SoldOrder[] Life =
    [
        Hold,
        By(2, To(1, TransitionKind.Extended) with { DeadlineMilliseconds = 1_795_334_500_000 }),
        By(5, To(1, TransitionKind.Expired)),
        By(6, To(1, TransitionKind.Reinstated) with { PaymentRef = "pay-1" }),
        By(9, To(1, TransitionKind.Cancelled) with { Cancelled = 1, Units = 1 }),
    ];

    [Fact]
    public void Whatever_comes_first_the_order_ends_the_same()
    {
        var expected = Life[0] with
        {
            Seq = 9,
            State = Life[0].State! with
            {
                Status = OrderStatus.Cancelled,
                ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_500_000),
                FirstExpiresAt = Life[0].State!.ExpiresAt,
                PaymentRef = "pay-1",
                IsReinstated = true,
                Cancelled = 1,
            },
        };
        foreach (var order in Permutations(Life))
            Assert.Equal(expected, order.Aggregate((known, next) => known.MergedWith(next)));
    }

    [Fact]
    public void An_order_is_partial_until_its_first_transition_is_known()
    {
        var partial = Life[2].MergedWith(Life[3]);
        Assert.True(partial.IsPartial);
        Assert.False(partial.MergedWith(Hold).IsPartial);
    }

    [Fact]
    public void What_is_known_already_changes_nothing()
    {
        var known = Life.Aggregate((known, next) => known.MergedWith(next));
        Assert.All(Life, again => Assert.Equal(known, known.MergedWith(again)));
    }

    private static SoldOrder By(int seq, Transition transition) => SoldOrder.By(Happened(seq, transition), 0)!.Value;

    private static IEnumerable<SoldOrder[]> Permutations(SoldOrder[] parts) => parts.Length <= 1
        ? [parts]
        : parts.SelectMany((part, i) => Permutations([.. parts[..i], .. parts[(i + 1)..]]).Select(rest => (SoldOrder[])[part, .. rest]));
}
