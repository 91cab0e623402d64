namespace FlashFlow.Core.Draining;

/// <summary>The store refuses an order or a transition for what it is, and will refuse it again.</summary>
public sealed class OrderRejectedException(string message, Exception? inner = null) : Exception(message, inner);
