namespace FlashFlow.Core.Guarding;

/// <summary>The ledger did not answer, not in time, or it refused.</summary>
public sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>
    /// True when it is known that nothing of what was asked was done, nor will be: the ledger said so, or was never asked. Otherwise it may
    /// have happened or may still happen.
    /// </summary>
    public bool NothingWasDone { get; init; }
}
