namespace FlashFlow.Core.Rebuilding;

/// <summary>A ledger cannot be made anew; the message says what is missing.</summary>
public sealed class RebuildImpossibleException(string message) : Exception(message);
