using System.Collections.Concurrent;
using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.Infrastructure.Postgres.Webhooks;

namespace FlashFlow.Drain.Webhooks;

/// <summary>
/// Sends events to endpoints. Each sale of an endpoint is told in order, by one process at a time, and beside the others: what is slow or
/// fails delays itself only.
/// </summary>
internal sealed class WebhookService(
    WebhookLanes lanes, WebhookDelivery delivery, FeedSequencer sequencer, WebhookOptions options, TimeProvider time, ILogger<WebhookService> logger) : BackgroundService
{
    private static readonly TimeSpan LookAtAllEvery = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<(string Webhook, int Epoch), Task> running = new();
    private readonly FeedNews news = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Deliver)
            return;
        sequencer.Advanced += news.Tell;
        var lookedAtAll = 0L;
        var isAway = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var isTime = lookedAtAll == 0 || time.GetElapsedTime(lookedAtAll) >= LookAtAllEvery;
                var epochs = news.Take();
                if (isTime)
                    lookedAtAll = time.GetTimestamp();
                if (isTime || epochs.Count > 0)
                    await StartAsync(isTime ? null : epochs, stoppingToken);
                isAway = false;
                await news.WaitAsync(LookAtAllEvery, stoppingToken);
            }
            catch (SaleStoreUnavailableException failure)
            {
                if (!isAway)
                    logger.LogWarning("No webhook is told of anything: {Reason}", failure.Message);
                isAway = true;
                await Task.Delay(LookAtAllEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The usual end.
            }
        }

        sequencer.Advanced -= news.Tell;

        // What is on its way may be answered yet; what is not is sent again, by this process or another.
        await Task.WhenAll(running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        news.Dispose();
        base.Dispose();
    }

    private async Task StartAsync(IReadOnlyCollection<int>? epochs, CancellationToken cancellation)
    {
        await lanes.OpenAsync(epochs, cancellation);
        var busy = running.Keys.GroupBy(lane => lane.Webhook).ToDictionary(webhook => webhook.Key, webhook => webhook.Count());
        foreach (var lane in await lanes.TakeAsync(epochs, busy, options.SalesAtOnce, options.Lease, cancellation))
        {
            var done = new TaskCompletionSource();
            running[(lane.Webhook, lane.Epoch)] = done.Task;
            _ = RunAsync(lane, done, cancellation);
        }
    }

    private async Task RunAsync(WebhookLane lane, TaskCompletionSource done, CancellationToken cancellation)
    {
        try
        {
            await delivery.RunAsync(lane, cancellation);
        }
        catch (Exception failure) when (failure is SaleStoreUnavailableException or OperationCanceledException)
        {
            logger.LogDebug(failure, "The webhook {Webhook} is told of sale {Epoch} later", lane.Webhook, lane.Epoch);
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "A fault while the webhook {Webhook} was told of sale {Epoch}", lane.Webhook, lane.Epoch);
        }
        finally
        {
            running.TryRemove((lane.Webhook, lane.Epoch), out _);
            done.SetResult();

            // What another drain has stored meanwhile found the lane taken.
            if (lane.Epoch != 0)
                news.Tell([lane.Epoch]);
        }
    }
}
