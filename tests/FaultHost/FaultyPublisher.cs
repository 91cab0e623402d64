using FlashFlow.Core.Outbox;

namespace FlashFlow.FaultHost;

/// <summary>A way to the broker with an end before or behind it.</summary>
internal sealed class FaultyPublisher(IOrderPublisher publisher, FaultPoint point) : IOrderPublisher
{
    public async Task PublishAsync(IReadOnlyList<OutboxEntry> entries)
    {
        await point.PassAsync(FaultPoint.BeforePublish);
        await publisher.PublishAsync(entries);
        await point.PassAsync(FaultPoint.AfterPublish);
    }
}
