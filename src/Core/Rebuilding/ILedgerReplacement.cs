namespace FlashFlow.Core.Rebuilding;

/// <summary>The way to put a new ledger in the place of a suspended one.</summary>
public interface ILedgerReplacement
{
    /// <summary>Puts the planned sale into the ledger, in one step, and ends the suspension.</summary>
    /// <returns>False, with nothing changed, when the product is not suspended any more, or when it has become known that more was sold than was planned with.</returns>
    /// <exception cref="Guarding.LedgerUnavailableException">The ledger does not answer in time; it may be replaced all the same.</exception>
    Task<bool> ReplaceAsync(RebuildPlan plan);
}
