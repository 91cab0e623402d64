namespace FlashFlow.Core.Sales;

/// <summary>An operator's change that the ledger has made and the store may not have recorded yet.</summary>
/// <param name="Id">Names the note.</param>
/// <param name="Epoch">The sale.</param>
/// <param name="What">The change.</param>
public sealed record UnrecordedChange(string Id, long Epoch, SaleEvent What);
