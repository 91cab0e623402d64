namespace FlashFlow.Console.Fronts.Sales;

/// <summary>The body of <c>PUT /products/{id}</c>: a sale as an operator wants it.</summary>
public sealed record SaleDraft(
    string Name,
    long? Stock,
    decimal Price,
    int LimitPerShopper,
    DateTimeOffset? OpensAt,
    DateTimeOffset? ClosesAt,
    string? Currency,
    int HoldSeconds,
    int? HoldMaxSeconds,
    DateTimeOffset? CancelUntil,
    int ReturnAfterSeconds,
    string? Family = null,
    IReadOnlyDictionary<string, int>? Components = null,
    RoomTerms? Room = null);
