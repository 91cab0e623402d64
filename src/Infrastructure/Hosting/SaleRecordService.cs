using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>Records what operators changed while the store was away, or in a process that died before it could record it.</summary>
internal sealed class SaleRecordService(
    SaleRecorder recorder, GuardOptions options, TimeProvider time, ILogger<SaleRecordService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.WatchIntervalMilliseconds), time);
        try
        {
            do
                await TryRecordAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The usual end.
        }
    }

    private async Task TryRecordAsync(CancellationToken stopping)
    {
        try
        {
            await recorder.RecordAllAsync(stopping);
        }
        catch (Exception failure) when (failure is LedgerUnavailableException or SaleStoreUnavailableException)
        {
            logger.LogDebug(failure, "Operators' changes cannot be recorded now; the next look tries again");
        }
    }
}
