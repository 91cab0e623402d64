using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Carts;

/// <summary>Parts of an order of several lines that are taken in one step.</summary>
/// <param name="CartId">The order of several lines.</param>
/// <param name="ShopperId">Who buys.</param>
/// <param name="MustHold">Whether each part must be held: those of another family may be refused.</param>
/// <param name="Parts">The parts, all of one family.</param>
/// <param name="Deadline">Until when they may be taken; null where nobody asks for them twice.</param>
public sealed record CartTake(Guid CartId, string ShopperId, bool MustHold, IReadOnlyList<CartPart> Parts, CallDeadline? Deadline = null);
