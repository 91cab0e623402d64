using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Carts;

/// <summary>What became of an order of several lines that was to be bought.</summary>
/// <param name="Outcome"><see cref="OrderOutcome.Accepted"/>, <see cref="OrderOutcome.Replayed"/>, or why nothing of it was bought.</param>
/// <param name="Refused">The product that it could not be had of; null where that is not because of one.</param>
public sealed record CartPurchase(OrderOutcome Outcome, string? Refused = null)
{
    /// <summary>What was bought; null for nothing.</summary>
    public Cart? Cart { get; init; }

    /// <summary>How its orders stand, in their order.</summary>
    public IReadOnlyList<OrderState> States { get; init; } = [];
}
