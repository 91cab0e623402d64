namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>How the database has an order.</summary>
/// <param name="Seq">The number of its latest transition.</param>
/// <param name="Status">Where that one left it.</param>
/// <param name="Cancelled">Units cancelled by then.</param>
/// <param name="PaymentRef">The payment that confirmed it.</param>
internal sealed record StoredState(long Seq, OrderStatus Status, int Cancelled = 0, string? PaymentRef = null)
{
    /// <summary>The order after another transition.</summary>
    public StoredState After(long seq, Transition transition) => transition.Kind switch
    {
        TransitionKind.Confirmed or TransitionKind.Reinstated => this with { Seq = seq, Status = OrderStatus.Confirmed, PaymentRef = transition.PaymentRef },
        TransitionKind.Released => this with { Seq = seq, Status = OrderStatus.Released },
        TransitionKind.Expired => this with { Seq = seq, Status = OrderStatus.Expired },
        TransitionKind.Cancelled => this with
        {
            Seq = seq,
            Cancelled = transition.Cancelled!.Value,
            Status = transition.Cancelled == transition.Quantity ? OrderStatus.Cancelled : OrderStatus.Confirmed,
        },
        _ => this with { Seq = seq },
    };
}
