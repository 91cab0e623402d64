using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.Infrastructure.Postgres.Webhooks;

namespace FlashFlow.Drain.Webhooks;

/// <summary>Tells an endpoint of a sale, message after message, as long as there is something to tell and it takes what it is told.</summary>
internal sealed class WebhookDelivery(WebhookLanes lanes, WebhookSender sender, WebhookOptions options, TimeProvider time, ILogger<WebhookDelivery> logger)
{
    // As many as ten messages have: where there is a lot to tell, it is not asked for each.
    private const int PageSize = 1_000;

    /// <summary>Goes on with a lane that was taken on, and lets go of it in the end.</summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL went away: the lane is taken on again once the lease is over.</exception>
    public async Task RunAsync(WebhookLane lane, CancellationToken cancellation)
    {
        var ahead = new Queue<FeedEvent>();
        while (true)
        {
            if (lane.Message is null)
            {
                lane = await NextAsync(lane, ahead, cancellation);
                if (lane.Message is null)
                {
                    await lanes.FinishAsync(lane);
                    return;
                }

                // Kept before it is sent: whoever sends it again sends the same.
                if (!await lanes.FreezeAsync(lane, options.Lease, cancellation))
                    return;
            }

            var answer = await sender.SendAsync(lane, cancellation);
            WebhookInstruments.Count(lane.Webhook, answer.Failure is null);
            if (answer.Failure is not null)
            {
                await RefusedAsync(lane, answer);
                return;
            }

            lane = lane with { DeliveredTo = lane.Message!.LastSeq, ToldTo = lane.Message.LastSeq, Message = null, Attempts = 0, FirstTry = null };
        }
    }

    // The next message: what is wanted of what follows, and how far it looked for that.
    private async Task<WebhookLane> NextAsync(WebhookLane lane, Queue<FeedEvent> ahead, CancellationToken cancellation)
    {
        var (wanted, last) = (new List<FeedEvent>(), lane.DeliveredTo);
        while (wanted.Count == 0 && await ReadAsync(lane with { DeliveredTo = last }, ahead, cancellation))
            while (wanted.Count < WebhookPayload.MostEvents && ahead.TryDequeue(out var told))
            {
                last = (int)told.LastSeq;
                if (IsWanted(lane, told))
                    wanted.Add(told);
            }

        return wanted.Count == 0 ? lane with { DeliveredTo = last } : lane with { Message = WebhookPayload.Write(lane, wanted, last, time.GetUtcNow()) };
    }

    private async Task<bool> ReadAsync(WebhookLane lane, Queue<FeedEvent> ahead, CancellationToken cancellation)
    {
        if (ahead.Count == 0 && lane.Epoch != 0)
            foreach (var told in await lanes.ReadAsync(lane, PageSize, cancellation))
                ahead.Enqueue(told);
        return ahead.Count > 0;
    }

    // A gap is told to everybody: it may be what somebody waits for.
    private static bool IsWanted(WebhookLane lane, FeedEvent told) =>
        lane.Events.Length == 0 || told.Type == FeedEventTypes.Gap || lane.Events.Contains(told.Type);

    private async Task RefusedAsync(WebhookLane lane, WebhookAnswer answer)
    {
        if (answer.IsGone)
        {
            logger.LogWarning("The webhook {Webhook} wants no more messages", lane.Webhook);
            await lanes.EndAsync(lane, answer.Failure!);
        }

        var isOver = lane.FirstTry is { } first && time.GetUtcNow() - first >= TimeSpan.FromHours(options.GiveUpHours);
        if (isOver)
            logger.LogError("The webhook {Webhook} is not told of sale {Epoch} any more: {Reason}", lane.Webhook, lane.Epoch, answer.Failure);
        else if (lane.Attempts == 0)
            logger.LogWarning("The webhook {Webhook} does not take what it is told of sale {Epoch}: {Reason}", lane.Webhook, lane.Epoch, answer.Failure);
        await lanes.FailAsync(lane, answer.Failure!, PauseAfter(lane.Attempts, answer.RetryAfter), isOver);
    }

    // Doubled from time to time, and drawn from half of it on, so that not all come back at once.
    private TimeSpan PauseAfter(int attempts, TimeSpan? asked)
    {
        var longest = TimeSpan.FromSeconds(options.LongestPauseSeconds);
        var pause = Math.Min(options.FirstPauseMilliseconds * Math.Pow(2, Math.Min(attempts, 30)), longest.TotalMilliseconds);
        var drawn = TimeSpan.FromMilliseconds(pause * (0.5 + (Random.Shared.NextDouble() / 2)));
        var heard = asked is { } wait && wait > drawn ? wait : drawn;
        return heard < TimeSpan.FromDays(1) ? heard : TimeSpan.FromDays(1);
    }
}
