namespace FlashFlow.Console.Fronts.Sales;

/// <summary>The line before a sale, as it is defined.</summary>
public sealed record RoomTerms(
    DateTimeOffset? StartsAt,
    int? PerMinute,
    DateTimeOffset? OpensAt = null,
    int PassSeconds = RoomTerms.UsualPassSeconds,
    decimal Ahead = RoomTerms.UsualAhead,
    string Joining = RoomTerms.JoinedByAnyone,
    string? PublicValue = null)
{
    /// <summary>Who joins where nothing else is said.</summary>
    public const string JoinedByAnyone = "anyone";

    /// <summary>How long a pass is good where nothing else is said.</summary>
    public const int UsualPassSeconds = 120;

    /// <summary>How many may buy for each unit where nothing else is said.</summary>
    public const decimal UsualAhead = 1;
}
