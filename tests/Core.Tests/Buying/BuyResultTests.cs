namespace FlashFlow.Core.Tests.Buying;

public sealed class BuyResultTests
{
    [Fact]
    public void Only_an_order_accepted_now_or_before_is_an_order() =>
        Assert.Equal(
            [BuyOutcome.Accepted, BuyOutcome.Replayed],
            Enum.GetValues<BuyOutcome>().Where(outcome => new BuyResult(outcome).HasOrder));
}
