using System.Collections.Concurrent;

namespace FlashFlow.WebFront.Operators.Activity;

/// <summary>
/// What this front answered to buys in the last ten minutes, product by product, for operators to see while it happens. To count a buy takes
/// a hundred nanoseconds or two, most of them the clock's, and no memory; what is kept is bounded, whatever is bought.
/// </summary>
public sealed class BuyActivity
{
    /// <summary>Products that are counted at a time; of others nothing is shown until one of these has been quiet for long enough.</summary>
    public const int MaxProducts = 256;

    /// <summary>How long a step is. Steps begin at whole multiples of it, so that those of several fronts can be added up.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, ProductActivity> products = new();
    private readonly TimeProvider time;
    private readonly long origin;
    private readonly long ticksPerStep;
    private readonly DateTimeOffset originAt;
    private readonly Lock gate = new();
    private int count;
    private long sweptIn = -1;

    /// <param name="time">The clock.</param>
    public BuyActivity(TimeProvider time)
    {
        this.time = time;
        ticksPerStep = (long)(time.TimestampFrequency * Step.TotalSeconds);
        var (now, utc) = (time.GetTimestamp(), time.GetUtcNow());
        var into = TimeSpan.FromTicks(utc.Ticks % Step.Ticks);
        originAt = utc - into;
        origin = now - (long)(into.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>Counts the answer to a buy. One of what nobody sells is none, and a name that nobody has vouched for is not remembered.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="outcome">What the shopper is told.</param>
    /// <param name="started">When the buy came, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    public void Count(string productId, OrderOutcome outcome, long started)
    {
        if (outcome == OrderOutcome.UnknownProduct)
            return;
        var now = time.GetTimestamp();
        var step = StepAt(now);
        if (!products.TryGetValue(productId, out var product))
        {
            // While the ledger is away anybody's made-up name is answered so.
            product = outcome == OrderOutcome.Unavailable ? null : Add(productId, step);
            if (product is null)
                return;
        }

        product.Count(step, Kind(outcome), LatencyBuckets.Of(time.GetElapsedTime(started, now)));
    }

    /// <summary>The last ten minutes of a product; no steps where nobody has bought of it, or it is none.</summary>
    public ActivityView Find(string productId)
    {
        var now = StepAt(time.GetTimestamp());
        Sweep(now);
        var steps = products.TryGetValue(productId, out var product) ? product.Since(now) : [];
        return new(productId, time.GetUtcNow(), (int)Step.TotalSeconds, [.. steps.Select(step => step.View(originAt + (step.Number * Step)))]);
    }

    private static BuyAnswer Kind(OrderOutcome outcome) => outcome switch
    {
        OrderOutcome.Accepted or OrderOutcome.Replayed => BuyAnswer.Accepted,
        OrderOutcome.SoldOut => BuyAnswer.SoldOut,
        OrderOutcome.NotOpen or OrderOutcome.Paused or OrderOutcome.Closed or OrderOutcome.LimitReached or OrderOutcome.NotAdmitted or OrderOutcome.KeyReused => BuyAnswer.Refused,
        _ => BuyAnswer.Failed,
    };

    private long StepAt(long timestamp) => (timestamp - origin) / ticksPerStep;

    private ProductActivity? Add(string productId, long step)
    {
        if (Volatile.Read(ref count) >= MaxProducts)
            Sweep(step);
        if (Volatile.Read(ref count) >= MaxProducts)
            return null;
        lock (gate)
        {
            var product = products.GetOrAdd(productId, _ => new());
            count = products.Count;
            return product;
        }
    }

    // Once in a step at most: where there are too many products, every buy of those that are not counted comes by here.
    private void Sweep(long step)
    {
        if (Interlocked.Exchange(ref sweptIn, step) == step)
            return;
        lock (gate)
        {
            foreach (var (productId, product) in products)
                if (!product.Since(step).Any())
                    products.TryRemove(productId, out _);
            count = products.Count;
        }
    }
}
