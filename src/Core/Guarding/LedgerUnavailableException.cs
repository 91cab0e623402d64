namespace FlashFlow.Core.Guarding;

/// <summary>The ledger did not answer, or not in time. What was asked may have happened or may still happen.</summary>
public sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
