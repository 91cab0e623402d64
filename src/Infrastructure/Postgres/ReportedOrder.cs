using FlashFlow.Core.Rebuilding;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>An order as it is stored, of any product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">The sale.</param>
/// <param name="Order">The order.</param>
/// <param name="AcceptedAt">When it was accepted, by the ledger's clock.</param>
public sealed record ReportedOrder(string ProductId, long Epoch, SoldOrder Order, DateTimeOffset AcceptedAt);
