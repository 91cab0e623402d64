namespace FlashFlow.Core.Rebuilding;

/// <summary>What a dead letter holds.</summary>
/// <param name="Body">The <see cref="Draining.OrderMessage"/>, whole or a part.</param>
/// <param name="IsDiscarded">Whether an operator gave the letter up.</param>
public readonly record struct DeadMessage(ReadOnlyMemory<byte> Body, bool IsDiscarded);
