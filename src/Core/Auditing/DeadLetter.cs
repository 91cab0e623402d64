namespace FlashFlow.Core.Auditing;

/// <summary>A message that could not be stored.</summary>
public sealed record DeadLetter(ReadOnlyMemory<byte> Body, string Reason);
