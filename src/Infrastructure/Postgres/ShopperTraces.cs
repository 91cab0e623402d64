namespace FlashFlow.Infrastructure.Postgres;

/// <summary>How much of a shopper is stored.</summary>
/// <param name="Orders">Orders.</param>
/// <param name="Letters">Dead letters that an operator has decided about.</param>
/// <param name="Elsewhere">What still names the shopper and cannot be changed yet, each as words.</param>
public sealed record ShopperTraces(long Orders, long Letters, IReadOnlyList<string> Elsewhere);
