namespace FlashFlow.Operator.Demo;

/// <summary>The demo cannot be run here; the message is a sentence for the one who asked.</summary>
internal sealed class DemoRefusedException(string message, Exception? inner = null) : Exception(message, inner);
