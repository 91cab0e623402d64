using FlashFlow.Core.Draining;
using FlashFlow.Infrastructure.RabbitMq;

namespace FlashFlow.Drain;

/// <summary>Runs the drain. When it stops, it takes no more, stores what it was given, acknowledges it and leaves.</summary>
internal sealed class DrainService(RabbitMqOrderSource source, OrderDrain drain) : BackgroundService
{
    private readonly CancellationTokenSource abandon = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Past the host's patience it leaves with what it has not stored; the broker delivers that to another drain.
        using var patience = cancellationToken.Register(abandon.Cancel);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        abandon.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(source.RunAsync(stoppingToken), drain.RunAsync(source.Deliveries, abandon.Token));
}
