namespace FlashFlow.Console.Fronts.Sales;

/// <summary>What a front answered to buys in a few seconds.</summary>
public sealed record ActivityStep
{
    /// <summary>When the step began.</summary>
    public DateTimeOffset At { get; init; }

    public long Accepted { get; init; }

    public long SoldOut { get; init; }

    /// <summary>Not open, paused, closed, limit reached, key reused.</summary>
    public long Refused { get; init; }

    /// <summary>Answered 503.</summary>
    public long Failed { get; init; }

    public double P50Ms { get; init; }

    public double P99Ms { get; init; }

    /// <summary>All answers.</summary>
    public long Total => Accepted + SoldOut + Refused + Failed;
}
