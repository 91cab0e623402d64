namespace FlashFlow.Core.Draining;

/// <summary>A message that could not be stored.</summary>
public sealed record DeadLetter(ReadOnlyMemory<byte> Body, string Reason);
