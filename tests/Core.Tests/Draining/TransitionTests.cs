using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Draining;

public sealed class TransitionTests
{
    [Theory]
    [InlineData(TransitionKind.Confirmed, OrderStatus.Confirmed, false, false)]
    [InlineData(TransitionKind.Reinstated, OrderStatus.Confirmed, true, false)]
    [InlineData(TransitionKind.Refused, OrderStatus.Expired, false, true)]
    [InlineData(TransitionKind.Released, OrderStatus.Released, false, false)]
    [InlineData(TransitionKind.Expired, OrderStatus.Expired, false, false)]
    public void It_says_how_the_order_stands(TransitionKind kind, OrderStatus status, bool isReinstated, bool isRefused)
    {
        var state = To(1, kind).ToState()!;
        Assert.Equal((status, isReinstated, isRefused), (state.Status, state.IsReinstated, state.IsRefused));
    }

    // "confirmed" exactly when a payment is stored.
    [Fact]
    public void The_payment_that_was_refused_is_not_the_orders()
    {
        Assert.Equal("p", (To(1, TransitionKind.Confirmed) with { PaymentRef = "p" }).ToState()!.PaymentRef);
        Assert.Equal("p", (To(1, TransitionKind.Reinstated) with { PaymentRef = "p" }).ToState()!.PaymentRef);
        Assert.Null((To(1, TransitionKind.Refused) with { PaymentRef = "p" }).ToState()!.PaymentRef);
    }

    [Theory]
    [InlineData(2, OrderStatus.Confirmed)]
    [InlineData(3, OrderStatus.Cancelled)]
    public void An_order_is_cancelled_when_all_of_its_units_are(int cancelled, OrderStatus status)
    {
        var state = (To(1, TransitionKind.Cancelled) with { Quantity = 3, Cancelled = cancelled }).ToState()!;
        Assert.Equal((status, cancelled), (state.Status, state.Cancelled));
    }

    [Theory]
    [InlineData(TransitionKind.Returned)]
    [InlineData(TransitionKind.Restocked)]
    [InlineData(TransitionKind.Paused)]
    [InlineData(TransitionKind.Archived)]
    public void What_happened_to_the_sale_says_nothing_of_an_order(TransitionKind kind) => Assert.Null(new Transition { Kind = kind }.ToState());
}
