namespace FlashFlow.Console.Fronts.Sales;

/// <summary>The line before a sale, as <c>GET /products/{id}/room</c> tells it.</summary>
public sealed record LineView
{
    public string State { get; init; } = "";

    public long Members { get; init; }

    public long? Drawn { get; init; }

    public long Admitted { get; init; }

    public long Inside { get; init; }

    public long Lapsed { get; init; }

    public long Skipped { get; init; }

    public long Finished { get; init; }

    public long StandingBy { get; init; }

    public int PerMinute { get; init; }

    public long AdmittedLately { get; init; }

    public double LatelySeconds { get; init; }

    public DateTimeOffset AsOf { get; init; }

    /// <summary>How many wait for their turn.</summary>
    public long Waiting => Members - Admitted;

    /// <summary>How many were really let in a minute.</summary>
    public double LatelyPerMinute => LatelySeconds > 0 ? AdmittedLately * 60 / LatelySeconds : 0;
}
