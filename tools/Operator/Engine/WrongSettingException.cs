namespace FlashFlow.Operator.Engine;

/// <summary>A setting from the environment cannot be used; the message names it.</summary>
internal sealed class WrongSettingException(string message, Exception inner) : Exception(message, inner);
