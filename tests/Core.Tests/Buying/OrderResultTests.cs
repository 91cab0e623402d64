namespace FlashFlow.Core.Tests.Buying;

public sealed class OrderResultTests
{
    [Fact]
    public void Only_an_order_accepted_now_or_before_is_an_order() =>
        Assert.Equal(
            [OrderOutcome.Accepted, OrderOutcome.Replayed],
            Enum.GetValues<OrderOutcome>().Where(outcome => new OrderResult(outcome).HasOrder));
}
