using System.Diagnostics;
using System.Diagnostics.Metrics;
using FlashFlow.Core.Buying;

namespace FlashFlow.Core.Guarding;

/// <summary>
/// What a guard measures of the calls to what it takes for its ledger. Buys it does not count: whoever answers the shopper does, once,
/// however many guards a buy has gone through and however often it was asked again.
/// </summary>
public abstract class GuardInstruments
{
    /// <summary>For a guard of the script in Redis.</summary>
    public static GuardInstruments Ledger { get; } = new LedgerCalls();

    /// <summary>For a guard that asks the product's grain.</summary>
    public static GuardInstruments Grains { get; } = new GrainCalls();

    /// <summary>For a guard whose buys are nobody's.</summary>
    public static GuardInstruments None { get; } = new Nothing();

    internal abstract Activity? Start(string productId, IReadOnlyList<OrderOperation> batch);

    internal abstract void Record(int buys, TimeSpan duration, Exception? failure);

    // https://opentelemetry.io/docs/specs/semconv/database/database-metrics/
    private sealed class LedgerCalls : GuardInstruments
    {
        private static readonly Histogram<double> Duration =
            Telemetry.Seconds("db.client.operation.duration", "Duration of database client operations.");

        private static readonly Histogram<int> BatchSize =
            Telemetry.Sizes("flashflow.ledger.batch_size", "{buy}", "Buys that shared one ledger call.");

        private static readonly KeyValuePair<string, object?> System = new("db.system.name", "redis");
        private static readonly KeyValuePair<string, object?> Operation = new("db.operation.name", "EVALSHA");
        private static readonly KeyValuePair<string, object?> Script = new("db.stored_procedure.name", "decide.lua");

        internal override Activity? Start(string productId, IReadOnlyList<OrderOperation> batch) =>
            Telemetry.StartBatch("ledger buy", ActivityKind.Client, productId, batch)?.SetTag(System).SetTag(Operation).SetTag(Script);

        internal override void Record(int buys, TimeSpan duration, Exception? failure)
        {
            Duration.Record(duration.TotalSeconds, Telemetry.Tags(failure, System, Operation, Script));
            BatchSize.Record(buys);
        }
    }

    private sealed class GrainCalls : GuardInstruments
    {
        private static readonly Histogram<double> Duration =
            Telemetry.Seconds("flashflow.grain_call.duration", "Time of one call of a front to a product's grain, asked again included.");

        internal override Activity? Start(string productId, IReadOnlyList<OrderOperation> batch) =>
            Telemetry.StartBatch("grain buy", ActivityKind.Internal, productId, batch);

        internal override void Record(int buys, TimeSpan duration, Exception? failure) =>
            Duration.Record(duration.TotalSeconds, Telemetry.Tags(failure));
    }

    private sealed class Nothing : GuardInstruments
    {
        internal override Activity? Start(string productId, IReadOnlyList<OrderOperation> batch) => null;

        internal override void Record(int buys, TimeSpan duration, Exception? failure)
        {
            // Nothing is measured.
        }
    }
}
