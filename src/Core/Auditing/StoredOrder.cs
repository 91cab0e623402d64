using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Auditing;

/// <summary>An order as the store has it, which may be a moment behind the ledger.</summary>
/// <param name="Quantity">Units.</param>
/// <param name="State">How it stood by the latest transition that is stored; <see cref="OrderState.AsOf"/> is not known.</param>
public sealed record StoredOrder(int Quantity, OrderState State);
