namespace FlashFlow.Core.Buying;

/// <summary>An order as the ledger knows it.</summary>
/// <param name="Quantity">Units that were ordered.</param>
/// <param name="State">How it stands now, by the ledger's clock.</param>
public sealed record LedgerOrder(int Quantity, OrderState State);
