namespace FlashFlow.Core.Rebuilding;

/// <summary>An accepted order with its place in its sale.</summary>
/// <param name="OrderId">Its id.</param>
/// <param name="Position">Its place, from 1.</param>
/// <param name="Quantity">Units.</param>
/// <param name="ShopperId">Who bought; empty for an anonymous shopper.</param>
public readonly record struct SoldOrder(Guid OrderId, long Position, int Quantity, string ShopperId);
