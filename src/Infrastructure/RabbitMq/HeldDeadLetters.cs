using FlashFlow.Core.Reviewing;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>Dead letters in an operator's hands.</summary>
internal sealed class HeldDeadLetters(HeldMessages held) : IHeldLetters
{
    public IReadOnlyList<HeldLetter> Letters { get; } =
        [.. held.Messages.Select(message => new HeldLetter(DeadLetterHeaders.Read(message.Body, message.Properties), () => held.RemoveAsync(message)))];

    public ValueTask DisposeAsync() => held.DisposeAsync();
}
