namespace FlashFlow.Chaos.Verdict;

/// <summary>A row of the orders table.</summary>
internal sealed record StoredOrder(Guid OrderId, long Epoch, long Position, int Quantity, string ShopperId);
