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

    /// <summary>The attribute of a call over HTTP that every such span has from its start.</summary>
    public const string HttpMethod = "http.request.method";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);

    private static readonly Counter<long> Changes =
        Meter.CreateCounter<long>("flashflow.order_changes", "{change}", "Changes of orders, by kind and by what whoever asked was told.");

    private static readonly Counter<long> Buys =
        Meter.CreateCounter<long>("flashflow.buys", "{buy}", "Buys, by what their shoppers were told.");

    // From a call that finds everything ready to one that was given up.
    private static readonly InstrumentAdvice<double> SecondsAdvice =
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    // Orders may wait out an absent broker or store.
    private static readonly InstrumentAdvice<double> LagAdvice =
        new() { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800] };

    private static readonly InstrumentAdvice<int> SizesAdvice =
        new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] };

    // https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
    private static readonly Histogram<double> CallDuration = Seconds("http.server.request.duration", "Duration of HTTP server requests.");

    private static readonly KeyValuePair<string, object?>[] StatusTags =
        [.. Enumerable.Range(0, 600).Select(status => new KeyValuePair<string, object?>("http.response.status_code", status))];

    // https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/
    private static readonly Histogram<double> MessagingDuration =
        Seconds("messaging.client.operation.duration", "Duration of messaging operation initiated by a producer or consumer client.");

    private static readonly Counter<long> SentMessages =
        Meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Number of messages producer attempted to send to the broker.");

    private static readonly Counter<long> ConsumedMessages =
        Meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Number of messages that were delivered to the application.");

    private static readonly Histogram<double> ProcessDuration =
        Seconds("messaging.process.duration", "Duration of processing operation.");

    private static readonly KeyValuePair<string, object?> Broker = new("messaging.system", "rabbitmq");
    private static readonly KeyValuePair<string, object?> Publish = new("messaging.operation.name", "publish");
    private static readonly KeyValuePair<string, object?> Consume = new("messaging.operation.name", "consume");
    private static readonly KeyValuePair<string, object?> Process = new("messaging.operation.name", "process");

    private static readonly Histogram<int> DrainBatchSize =
        Sizes("flashflow.drain.batch_size", "{order}", "Orders stored in one transaction.");

    private static readonly Histogram<double> DrainLag =
        Meter.CreateHistogram("flashflow.drain.lag", "s", "Time from accepting an order to storing it.", advice: LagAdvice);

    private static readonly Counter<long> DeadLetters =
        Meter.CreateCounter<long>("flashflow.dead_letters", "{message}", "Messages put aside because they cannot be stored.");

    private static readonly ConcurrentDictionary<string, long> OutboxDepths = new();

    private static readonly KeyValuePair<string, object?>[] OutcomeTags =
        [.. Enum.GetValues<OrderOutcome>().Select(outcome => new KeyValuePair<string, object?>("outcome", outcome.ToString()))];

    static Telemetry() => Meter.CreateObservableGauge(
        "flashflow.outbox.depth",
        () => OutboxDepths.Select(depth => new Measurement<long>(depth.Value, new KeyValuePair<string, object?>("product", depth.Key))),
        "{entry}",
        "Entries in a product's outbox when it was last swept.");

    /// <summary>Starts the trace of a call over HTTP that is to be recorded.</summary>
    /// <param name="name">Method and route.</param>
    /// <param name="caller">The caller's trace, which goes on here; default when there is none.</param>
    /// <param name="attributes">What is known from the start, <see cref="HttpMethod"/> included.</param>
    public static Activity? StartCall(string name, ActivityContext caller, IEnumerable<KeyValuePair<string, object?>> attributes) =>
        Source.StartActivity(name, ActivityKind.Server, caller, attributes);

    /// <summary>Measures a call over HTTP: nothing is allocated for it.</summary>
    /// <param name="method"><see cref="HttpMethod"/>.</param>
    /// <param name="route">The route.</param>
    /// <param name="status">What it was answered with, below 600.</param>
    /// <param name="duration">How long it took.</param>
    public static void RecordCall(KeyValuePair<string, object?> method, KeyValuePair<string, object?> route, int status, TimeSpan duration) =>
        CallDuration.Record(duration.TotalSeconds, method, route, StatusTags[status]);

    /// <summary>Starts the trace of a message, under the first traced batch in it; it links the others. Null when none is traced.</summary>
    public static Activity? StartPublish(IReadOnlyList<OutboxEntry> entries) =>
        Start("publish orders", ActivityKind.Producer, entries.Select(entry => entry.TraceParent))
            ?.SetTag(Broker).SetTag(Publish).SetTag("messaging.operation.type", "send").SetTag("flashflow.entries", entries.Count);

    /// <summary>Counts what a shopper was told, once. A buy of what nobody sells is none.</summary>
    public static void CountBuy(OrderOutcome outcome)
    {
        if (outcome != OrderOutcome.UnknownProduct)
            Buys.Add(1, OutcomeTags[(int)outcome]);
    }

    /// <summary>Counts what a change of an order came to, once. One of an order that nobody has is none.</summary>
    public static void CountChange(OrderChange change, OrderOutcome outcome)
    {
        if (outcome is not (OrderOutcome.UnknownProduct or OrderOutcome.UnknownOrder))
            Changes.Add(1, new("change", change.GetType().Name), OutcomeTags[(int)outcome]);
    }

    /// <summary>A histogram of times.</summary>
    internal static Histogram<double> Seconds(string name, string description) =>
        Meter.CreateHistogram(name, "s", description, advice: SecondsAdvice);

    /// <summary>A histogram of numbers of things.</summary>
    internal static Histogram<int> Sizes(string name, string unit, string description) =>
        Meter.CreateHistogram(name, unit, description, advice: SizesAdvice);

    /// <summary>The attributes of a call, with the type of its failure if it failed.</summary>
    internal static TagList Tags(Exception? failure, params ReadOnlySpan<KeyValuePair<string, object?>> attributes)
    {
        var tags = new TagList(attributes);
        if (failure is not null)
            tags.Add("error.type", failure.GetType().FullName);
        return tags;
    }

    internal static Activity SetTag(this Activity activity, KeyValuePair<string, object?> tag) => activity.SetTag(tag.Key, tag.Value);

    internal static void RecordPublish(TimeSpan duration, Exception? failure)
    {
        var tags = Tags(failure, Broker, Publish);
        MessagingDuration.Record(duration.TotalSeconds, tags);
        SentMessages.Add(1, tags);
    }

    internal static void RecordProcess(int messages, TimeSpan duration)
    {
        ConsumedMessages.Add(messages, Tags(null, Broker, Consume));
        ProcessDuration.Record(duration.TotalSeconds, Tags(null, Broker, Process));
    }

    /// <summary>A batch goes on in the trace of its first traced buy and links the others. Null when none is traced.</summary>
    internal static Activity? StartBatch(string name, ActivityKind kind, string productId, IReadOnlyList<OrderOperation> batch) =>
        Start(name, kind, batch.Select(request => request.TraceParent))
            ?.SetTag("flashflow.product", productId).SetTag("flashflow.batch_size", batch.Count);

    internal static Activity? StartDrain(IReadOnlyList<Delivery> group) =>
        Start("process orders", ActivityKind.Consumer, group.Select(delivery => delivery.TraceParent))
            ?.SetTag(Broker).SetTag(Process).SetTag("messaging.operation.type", "process").SetTag("messaging.batch.message_count", group.Count);

    internal static void RecordDrained(IReadOnlyList<DrainedPart> parts, DateTimeOffset now)
    {
        DrainBatchSize.Record(parts.Sum(part => part.Count));
        foreach (var part in parts)
            DrainLag.Record(Math.Max(0, (now - part.At).TotalSeconds));
    }

    internal static void CountDeadLetter() => DeadLetters.Add(1);

    internal static void SetOutboxDepth(string productId, long entries) => OutboxDepths[productId] = entries;

    // Nothing is traced that no traced call is behind.
    private static Activity? Start(string name, ActivityKind kind, IEnumerable<string?> traceParents)
    {
        if (!Source.HasListeners())
            return null;
        var contexts = Recorded(traceParents);
        return contexts is null ? null : Source.StartActivity(name, kind, contexts[0], links: contexts.Skip(1).Select(Link));
    }

    private static List<ActivityContext>? Recorded(IEnumerable<string?> traceParents)
    {
        List<ActivityContext>? contexts = null;
        foreach (var traceParent in traceParents)
            if (ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) && context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
                (contexts ??= []).Add(context);
        return contexts;
    }

    private static ActivityLink Link(ActivityContext context) => new(context);
}
