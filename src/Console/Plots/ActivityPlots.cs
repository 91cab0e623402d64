using FlashFlow.Console.Fronts.Sales;

namespace FlashFlow.Console.Plots;

/// <summary>What was answered to buys, as lines.</summary>
public static class ActivityPlots
{
    /// <summary>Answers a second, by what was answered. A step without a buy is a zero.</summary>
    public static IReadOnlyList<PlotSeries> Outcomes(Activity activity) =>
    [
        new("accepted", null, Rates(activity, step => step.Accepted)),
        new("sold out", "8 4", Rates(activity, step => step.SoldOut)),
        new("refused", "2 3", Rates(activity, step => step.Refused)),
        new("failed", "10 3 2 3", Rates(activity, step => step.Failed)),
    ];

    /// <summary>How long an answer took. A step without a buy has none, so that the line has a gap there.</summary>
    public static IReadOnlyList<PlotSeries> Latencies(Activity activity) =>
    [
        new("p50", null, [.. Shown(activity).Select(step => new PlotPoint(step.At, step.P50Ms))]),
        new("p99", "6 4", [.. Shown(activity).Select(step => new PlotPoint(step.At, step.P99Ms))]),
    ];

    /// <summary>Orders accepted a second, in pieces of ten seconds: for a small curve.</summary>
    public static IReadOnlyList<PlotPoint> Accepted(Activity activity)
    {
        const int Pieces = 60;
        var piece = Activity.Span / Pieces;
        var counts = new double[Pieces];
        foreach (var step in Shown(activity))
            counts[Math.Clamp((int)((step.At - activity.From) / piece), 0, Pieces - 1)] += step.Accepted;
        return [.. counts.Select((count, number) => new PlotPoint(activity.From + ((number + 0.5) * piece), count / piece.TotalSeconds))];
    }

    private static IEnumerable<ActivityStep> Shown(Activity activity) => activity.Steps.Where(step => step.At >= activity.From && step.At <= activity.AsOf);

    private static IReadOnlyList<PlotPoint> Rates(Activity activity, Func<ActivityStep, long> count)
    {
        var step = TimeSpan.FromSeconds(activity.StepSeconds).Ticks;
        var known = Shown(activity).ToDictionary(known => known.At.UtcTicks / step, count);
        var (first, present) = ((activity.From.UtcTicks / step) + 1, activity.AsOf.UtcTicks / step); // the present step has only begun
        return
        [
            .. Enumerable.Range(0, (int)Math.Max(0, present - first))
                .Select(number => first + number)
                .Select(number => new PlotPoint(new(number * step, TimeSpan.Zero), known.GetValueOrDefault(number) / activity.StepSeconds)),
        ];
    }
}
