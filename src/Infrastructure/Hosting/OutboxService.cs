using FlashFlow.Core.Outbox;
using Microsoft.Extensions.Hosting;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>Runs relay and sweep beside the requests. When the process stops, what it accepted is published before it leaves.</summary>
internal sealed class OutboxService(OutboxRelay relay, OutboxSweep sweep, RelayOptions options) : BackgroundService
{
    private readonly CancellationTokenSource abandon = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Nothing is accepted any more by now. What is not published in time is left to the sweep of another.
        relay.Complete();
        abandon.CancelAfter(options.StopMilliseconds);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(relay.RunAsync(abandon.Token), sweep.RunAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The usual end of the sweep.
        }
    }
}
