using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>A message that was delivered and is not acknowledged.</summary>
internal sealed record HeldMessage(ulong Tag, ReadOnlyMemory<byte> Body, IReadOnlyBasicProperties Properties);
