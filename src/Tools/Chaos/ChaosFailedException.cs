namespace FlashFlow.Tools.Chaos;

/// <summary>The run cannot go on; the message is a sentence for the one who asked.</summary>
internal sealed class ChaosFailedException(string message, Exception? inner = null) : Exception(message, inner);
