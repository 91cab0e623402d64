namespace FlashFlow.Core.Auditing;

/// <summary>What the ledger knows of an order that it has accepted, whatever became of it.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Position">Its number in the sale, from 1 on.</param>
/// <param name="Quantity">Units that were ordered.</param>
public readonly record struct AcceptedOrder(Guid OrderId, long Position, int Quantity);
