namespace FlashFlow.WebFront.Operators;

/// <summary>A sale as an operator defines it.</summary>
/// <param name="Name">The name that shoppers see, 1 to 200 characters.</param>
/// <param name="Stock">Units at the start.</param>
/// <param name="Price">Price of one unit.</param>
/// <param name="LimitPerShopper">Most units one shopper may buy; 0 for no limit.</param>
/// <param name="OpensAt">When the sale begins; absent: at once.</param>
/// <param name="ClosesAt">When it ends; absent: when it is closed.</param>
public sealed record SaleRequest(
    string Name,
    int? Stock,
    decimal Price = 0,
    int LimitPerShopper = 0,
    DateTimeOffset? OpensAt = null,
    DateTimeOffset? ClosesAt = null)
{
    private const int MaxNameLength = 200;
    private const decimal MaxPrice = 1_000_000_000;

    /// <summary>Why no sale can be like this; null when one can.</summary>
    public string? FindDefect() => this switch
    {
        _ when string.IsNullOrWhiteSpace(Name) || Name.Length > MaxNameLength || Name.Any(char.IsControl) =>
            $"The name must have 1 to {MaxNameLength} characters and no control characters.",
        { Stock: null or < 0 or > SaleDefinition.MaxStock } => $"The stock must be from 0 to {SaleDefinition.MaxStock}.",
        { Price: < 0 or > MaxPrice } => $"The price must be from 0 to {MaxPrice}.",
        { LimitPerShopper: < 0 } => "The limitPerShopper must be 0 or more.",
        { OpensAt: { } opens, ClosesAt: { } closes } when closes <= opens => "The sale must close after it opens.",
        { OpensAt.Year: < 1971 } or { ClosesAt.Year: < 1971 } => "The sale's times must be later than 1970.",
        _ => null,
    };

    /// <summary>The definition of the product's sale.</summary>
    public SaleDefinition ToDefinition(string productId) => new()
    {
        ProductId = productId,
        Name = Name,
        Stock = Stock ?? 0,
        Price = Price,
        LimitPerShopper = LimitPerShopper,
        OpensAt = OpensAt,
        ClosesAt = ClosesAt,
    };
}
