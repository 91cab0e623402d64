namespace FlashFlow.Core.Outbox;

/// <summary>The broker did not confirm a message, or not in time.</summary>
public sealed class BrokerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
