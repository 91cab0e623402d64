using System.Diagnostics.Metrics;
using FlashFlow.Core;
using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.Infrastructure.Postgres.Webhooks;

namespace FlashFlow.Drain;

/// <summary>Looks now and then how far the feed and webhooks are behind what is stored.</summary>
internal sealed class LagWatch(PostgresFeed feed, PostgresWebhooks webhooks, TimeProvider time, IMeterFactory meters) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private IReadOnlyList<HeldUpSale> heldUp = [];
    private IReadOnlyList<Webhook> behind = [];

    /// <summary>The sale that the feed has not told of for longest; null where it has told all.</summary>
    public HeldUpSale? HeldUp => heldUp.Count == 0 ? null : heldUp[0];

    /// <summary>The webhooks that are to be told more, but for those that an operator has to see to already.</summary>
    public IReadOnlyList<Webhook> Behind => behind;

    /// <summary>How long ago that was.</summary>
    public TimeSpan Since(DateTimeOffset moment) => time.GetUtcNow() - moment is { Ticks: > 0 } lag ? lag : TimeSpan.Zero;

    /// <summary>Looks once.</summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL is away or refuses.</exception>
    public async Task LookAsync(CancellationToken cancellation)
    {
        heldUp = await feed.ListHeldUpAsync(cancellation);
        behind = [.. (await webhooks.ListAsync(cancellation)).Where(webhook => webhook is { State: "active", Lanes: { Since: not null, Stopped: 0 } })];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge(
            "flashflow.feed.lag", () => HeldUp is { } sale ? Since(sale.Since).TotalSeconds : 0, "s", "Time since the first transition that is stored and not told by the feed.");
        meter.CreateObservableGauge("flashflow.webhook.lag", Measure, "s", "Time since the first transition that a webhook is not told of.");
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (SaleStoreUnavailableException)
            {
                // Another check tells of it, and what was seen last grows older.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<double>> Measure() =>
        behind.Select(webhook => new Measurement<double>(Since(webhook.Lanes.Since!.Value).TotalSeconds, new KeyValuePair<string, object?>("webhook", webhook.Name)));
}
