namespace FlashFlow.Operator.Demo.Holds;

/// <summary>A unit that was held for somebody; both times are of the ledger's clock.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="HeldAt">When the hold began.</param>
/// <param name="ExpiresAt">Its deadline.</param>
/// <param name="Amount">What it costs, in minor units.</param>
/// <param name="Currency">ISO 4217.</param>
internal sealed record HeldUnit(Guid OrderId, DateTimeOffset HeldAt, DateTimeOffset ExpiresAt, long Amount, string Currency);
