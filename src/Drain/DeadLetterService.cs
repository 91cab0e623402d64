using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using FlashFlow.Infrastructure.RabbitMq;

namespace FlashFlow.Drain;

/// <summary>Empties the broker's own dead-letter queue into the dead letters (G8).</summary>
internal sealed class DeadLetterService(
    RabbitMqDeadLetterSource source, IOrderStore store, DrainOptions options, TimeProvider time, ILogger<DeadLetterService> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Backoff backoff = new(TimeSpan.FromMilliseconds(options.MaxBackoffMilliseconds), time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            try
            {
                if (await source.EmptyAsync(letters => KeepAsync(letters, stoppingToken)) is > 0 and var count)
                    logger.LogError("The broker gave up {Count} messages; they are among the dead letters now", count);
            }
            catch (BrokerUnavailableException failure)
            {
                logger.LogDebug(failure, "The dead-letter queue cannot be emptied now");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task KeepAsync(IReadOnlyList<DeadLetter> letters, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await store.StoreAsync([], [], letters, stop);
                backoff.Reset();
                return;
            }
            catch (Exception failure) when (failure is StoreUnavailableException or OrderRejectedException)
            {
                logger.LogDebug(failure, "The store takes no dead letters now; trying again");
                await backoff.WaitAsync(stop);
            }
        }
    }
}
