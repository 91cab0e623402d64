using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Hosting;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>Runs the watch over the ledgers beside the requests.</summary>
internal sealed class LedgerWatchService(LedgerWatch watch) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await watch.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }
    }
}
