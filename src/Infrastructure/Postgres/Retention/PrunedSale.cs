namespace FlashFlow.Infrastructure.Postgres.Retention;

/// <summary>What is still known of a sale whose orders are not kept any more.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">The sale.</param>
/// <param name="Orders">Orders that it had.</param>
/// <param name="Units">Units of these.</param>
/// <param name="Transitions">What had happened beside.</param>
/// <param name="Untold">Webhooks that were not told all of it.</param>
public sealed record PrunedSale(string ProductId, int Epoch, long Orders, long Units, long Transitions, int Untold);
