namespace FlashFlow.Console.Fronts.Sales;

/// <summary>What all fronts together answered to the buys of one product in the last ten minutes.</summary>
/// <param name="AsOf">Until when.</param>
/// <param name="StepSeconds">How long a step is.</param>
/// <param name="Steps">Oldest first; steps without a buy are left out.</param>
public sealed record Activity(DateTimeOffset AsOf, double StepSeconds, IReadOnlyList<ActivityStep> Steps)
{
    /// <summary>How far back it goes.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    private const double UsualStepSeconds = 2;

    /// <summary>Nothing was bought.</summary>
    public static Activity None(DateTimeOffset asOf) => new(asOf, UsualStepSeconds, []);

    /// <summary>Where it begins.</summary>
    public DateTimeOffset From => AsOf - Span;

    /// <summary>Orders accepted a second just now: in the last two steps that are over, since the present one has only begun.</summary>
    public double AcceptedPerSecond
    {
        get
        {
            var present = StartOfStep(AsOf, StepSeconds);
            return Steps.Where(step => step.At < present && step.At >= present - TimeSpan.FromSeconds(2 * StepSeconds)).Sum(step => step.Accepted) / (2 * StepSeconds);
        }
    }

    /// <summary>
    /// Adds up what fronts answered. Percentiles cannot be added: the middle one is the mean of the fronts', weighted by their answers, and
    /// the 99th that of the slowest front.
    /// </summary>
    public static Activity Sum(IReadOnlyList<FrontActivity> fronts, DateTimeOffset now)
    {
        if (fronts.Count == 0)
            return None(now);
        var stepSeconds = fronts.Max(front => front.StepSeconds) is > 0 and var said ? said : UsualStepSeconds;
        var steps = fronts
            .SelectMany(front => front.Steps)
            .GroupBy(step => StartOfStep(step.At, stepSeconds))
            .OrderBy(group => group.Key)
            .Select(group => Sum(group.Key, [.. group]));
        return new(fronts.Max(front => front.AsOf), stepSeconds, [.. steps]);
    }

    private static ActivityStep Sum(DateTimeOffset at, IReadOnlyList<ActivityStep> steps) => new()
    {
        At = at,
        Accepted = steps.Sum(step => step.Accepted),
        SoldOut = steps.Sum(step => step.SoldOut),
        Refused = steps.Sum(step => step.Refused),
        Failed = steps.Sum(step => step.Failed),
        P50Ms = steps.Sum(step => step.P50Ms * step.Total) / Math.Max(1, steps.Sum(step => step.Total)),
        P99Ms = steps.Max(step => step.P99Ms),
    };

    // Fronts may begin their steps at different moments: what counts is the step of the clock in which theirs began.
    private static DateTimeOffset StartOfStep(DateTimeOffset at, double stepSeconds)
    {
        var ticks = TimeSpan.FromSeconds(stepSeconds).Ticks;
        return new(at.UtcTicks / ticks * ticks, TimeSpan.Zero);
    }
}
