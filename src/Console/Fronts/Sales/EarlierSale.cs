namespace FlashFlow.Console.Fronts.Sales;

/// <summary>A sale that a product ever had, as PostgreSQL knows it.</summary>
public sealed record EarlierSale
{
    public long Epoch { get; init; }

    public string Name { get; init; } = "";

    public string State { get; init; } = "";

    public decimal Price { get; init; }

    public string? Currency { get; init; }

    public long Stock { get; init; }

    public long Added { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public long Orders { get; init; }

    public long Units { get; init; }
}
