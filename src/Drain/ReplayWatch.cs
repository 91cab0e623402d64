using FlashFlow.Core.Reviewing;
using FlashFlow.Core.Sales;

namespace FlashFlow.Drain;

/// <summary>Has dead letters wait for an operator again that were replayed, and that the broker has lost before they came to a drain (G8).</summary>
internal sealed class ReplayWatch(IDeadLetterRecords letters, TimeProvider time, ILogger<ReplayWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            try
            {
                if (await letters.RecallAsync(Patience, stoppingToken) is > 0 and var count)
                    logger.LogError("{Count} dead letters that were replayed have not come within {Patience}; they wait for an operator again", count, Patience);
            }
            catch (SaleStoreUnavailableException failure)
            {
                logger.LogDebug(failure, "Whether what was replayed has come is looked for later");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
