namespace FlashFlow.Core.Draining;

/// <summary>A part of a message that is no batch of orders or transitions.</summary>
/// <param name="Body">The part.</param>
/// <param name="Reason">Why it is none.</param>
public sealed record Defect(ReadOnlyMemory<byte> Body, string Reason);
