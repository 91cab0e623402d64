namespace FlashFlow.Operator;

/// <summary>The verb cannot go on; the message is a sentence for the one who asked.</summary>
internal sealed class ToolFailedException(string message, Exception? inner = null) : Exception(message, inner);
