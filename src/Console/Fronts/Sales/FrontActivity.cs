namespace FlashFlow.Console.Fronts.Sales;

/// <summary>What one front answered in the last ten minutes.</summary>
public sealed record FrontActivity
{
    public DateTimeOffset AsOf { get; init; }

    public double StepSeconds { get; init; }

    public IReadOnlyList<ActivityStep> Steps { get; init; } = [];
}
