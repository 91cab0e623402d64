namespace FlashFlow.Load;

/// <summary>The load cannot be generated as asked; the message is a sentence for the one who asked.</summary>
public sealed class LoadRefusedException(string message, Exception? inner = null) : Exception(message, inner);
