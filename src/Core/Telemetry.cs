using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;

namespace FlashFlow.Core;

/// <summary>The engine's own meters and traces. They cost next to nothing while nobody listens.</summary>
public static class Telemetry
{
    /// <summary>Name of the meter and of the trace source.</summary>
    public const string Name = "FlashFlow";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);

    private static readonly Counter<long> Buys =
        Meter.CreateCounter<long>("flashflow.buys", "{buy}", "Buys answered, by outcome.");

    private static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram<int>("flashflow.ledger.batch_size", "{buy}", "Buys that shared one ledger call.");

    private static readonly Histogram<double> LedgerDuration =
        Meter.CreateHistogram<double>("flashflow.ledger.duration", "s", "Time of one ledger call.");

    private static readonly Histogram<int> DrainBatchSize =
        Meter.CreateHistogram<int>("flashflow.drain.batch_size", "{order}", "Orders stored in one transaction.");

    private static readonly Histogram<double> DrainLag =
        Meter.CreateHistogram<double>("flashflow.drain.lag", "s", "Time from accepting an order to storing it.");

    private static readonly Counter<long> DeadLetters =
        Meter.CreateCounter<long>("flashflow.dead_letters", "{message}", "Messages put aside because they cannot be stored.");

    private static readonly ConcurrentDictionary<string, long> OutboxDepths = new();

    private static readonly KeyValuePair<string, object?>[] OutcomeTags =
        [.. Enum.GetValues<BuyOutcome>().Select(outcome => new KeyValuePair<string, object?>("outcome", outcome.ToString()))];

    static Telemetry() => Meter.CreateObservableGauge(
        "flashflow.outbox.depth",
        () => OutboxDepths.Select(depth => new Measurement<long>(depth.Value, new KeyValuePair<string, object?>("product", depth.Key))),
        "{entry}",
        "Entries in a product's outbox when it was last swept.");

    /// <summary>Starts the trace of a message, under the first traced batch in it; it links the others.</summary>
    public static Activity? StartPublish(IReadOnlyList<OutboxEntry> entries) =>
        Start("outbox publish", ActivityKind.Producer, entries.Select(entry => entry.TraceParent))
            ?.SetTag("flashflow.entries", entries.Count);

    internal static void CountBuys(BuyOutcome outcome, int count) => Buys.Add(count, OutcomeTags[(int)outcome]);

    internal static void RecordBatch(IReadOnlyList<BuyResult> results, TimeSpan duration)
    {
        LedgerDuration.Record(duration.TotalSeconds);
        BatchSize.Record(results.Count);
        if (!Buys.Enabled)
            return;
        foreach (var group in results.CountBy(result => result.Outcome))
            CountBuys(group.Key, group.Value);
    }

    /// <summary>A batch goes on in the trace of its first traced buy and links the others.</summary>
    internal static Activity? StartBatch(string productId, IReadOnlyList<BuyRequest> batch) =>
        Start("ledger buy", ActivityKind.Internal, batch.Select(request => request.TraceParent))
            ?.SetTag("flashflow.product", productId).SetTag("flashflow.batch_size", batch.Count);

    internal static Activity? StartDrain(IReadOnlyList<Delivery> group) =>
        Start("drain store", ActivityKind.Consumer, group.Select(delivery => delivery.TraceParent))
            ?.SetTag("flashflow.messages", group.Count);

    internal static void RecordDrained(IReadOnlyList<OrderBatch> batches, DateTimeOffset now)
    {
        DrainBatchSize.Record(batches.Sum(batch => batch.Count));
        foreach (var batch in batches)
            DrainLag.Record(Math.Max(0, (now - batch.AcceptedAt).TotalSeconds));
    }

    internal static void CountDeadLetter() => DeadLetters.Add(1);

    internal static void SetOutboxDepth(string productId, long entries) => OutboxDepths[productId] = entries;

    private static Activity? Start(string name, ActivityKind kind, IEnumerable<string?> traceParents)
    {
        if (!Source.HasListeners())
            return null;
        var contexts = Contexts(traceParents);
        return Source.StartActivity(name, kind, contexts.FirstOrDefault(), links: contexts.Skip(1).Select(Link));
    }

    private static List<ActivityContext> Contexts(IEnumerable<string?> traceParents)
    {
        var contexts = new List<ActivityContext>();
        foreach (var traceParent in traceParents)
            if (ActivityContext.TryParse(traceParent, null, isRemote: true, out var context))
                contexts.Add(context);
        return contexts;
    }

    private static ActivityLink Link(ActivityContext context) => new(context);
}
