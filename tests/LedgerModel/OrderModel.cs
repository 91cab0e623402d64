using FlashFlow.Core.Buying;

namespace FlashFlow.LedgerModel;

/// <summary>An order in the model.</summary>
/// <param name="Position">The number of its first transition.</param>
/// <param name="Quantity">Units.</param>
/// <param name="ShopperId">Who bought.</param>
/// <param name="State">How it stands; null when it was sold at once and nothing happened since.</param>
internal sealed record OrderModel(long Position, int Quantity, string ShopperId, OrderState? State)
{
    public OrderStatus Status => State?.Status ?? OrderStatus.Confirmed;

    public bool WasHeld => State?.HeldAt is not null;

    public OrderModel With(OrderStatus status) => this with { State = (State ?? OrderState.Sold) with { Status = status } };
}
