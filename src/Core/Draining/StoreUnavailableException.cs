namespace FlashFlow.Core.Draining;

/// <summary>The store could not take orders now; later it may.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
