using System.Diagnostics.Metrics;
using FlashFlow.Core;
using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure.Postgres.Retention;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>Lets go of what is not to be kept any more, when the process starts and every hour.</summary>
internal sealed class RetentionService(StoreRetention retention, StoreOptions options, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(1);
    private static readonly Meter Meter = new(Telemetry.Name);

    private static readonly Counter<long> Pruned = Meter.CreateCounter<long>("flashflow.store.pruned_orders", "{order}", "Stored orders that are not kept any more.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.KeepDays is not null && !stoppingToken.IsCancellationRequested)
            await Task.Delay(await RunAsync(stoppingToken) ? Every : AgainAfter, time, stoppingToken);
    }

    private async Task<bool> RunAsync(CancellationToken stop)
    {
        try
        {
            foreach (var sale in await retention.RunAsync(stop))
            {
                Pruned.Add(sale.Orders);
                logger.LogInformation(
                    "Sale {Epoch} of '{Product}' is not kept any more: {Orders} orders of {Units} units and {Transitions} transitions beside",
                    sale.Epoch, sale.ProductId, sale.Orders, sale.Units, sale.Transitions);
                if (sale.Untold > 0)
                    logger.LogWarning("{Webhooks} webhooks, paused or ended, were never told all of sale {Epoch} of '{Product}'", sale.Untold, sale.Epoch, sale.ProductId);
            }

            return true;
        }
        catch (SaleStoreUnavailableException failure)
        {
            logger.LogWarning("What is not to be kept any more is still kept, and tried again in a minute: {Reason}", failure.Message);
            return false;
        }
    }
}
