using FlashFlow.WebFront.Rooms;

namespace FlashFlow.WebFront.Operators;

/// <summary>A sale as an operator defines it.</summary>
/// <param name="Name">The name that shoppers see, 1 to 200 characters.</param>
/// <param name="Stock">Units at the start.</param>
/// <param name="Price">Price of one unit: a whole number of the currency's minor units, hundredths where no currency is said.</param>
/// <param name="LimitPerShopper">Most units one shopper may buy; 0 for no limit.</param>
/// <param name="OpensAt">When the sale begins; absent: at once.</param>
/// <param name="ClosesAt">When it ends; absent: when it is closed.</param>
/// <param name="Currency">Of the price, by its code in ISO 4217; a sale with holds and a price needs one.</param>
/// <param name="HoldSeconds">How long units are held for a shopper who pays, 5 to 3,600; 0: they are sold at once.</param>
/// <param name="HoldMaxSeconds">How long a hold lasts at most, however often it is extended, up to 86,400; absent: as long as HoldSeconds.</param>
/// <param name="CancelUntil">Until when sold orders may be cancelled; absent: as long as the product is not archived.</param>
/// <param name="ReturnAfterSeconds">Longest time that cancelled units wait to be sold again, up to 86,400; 0: they are sold again at once.</param>
/// <param name="Family">The family whose products can be bought together in one step; absent: none, or the one that the product has. It never changes.</param>
/// <param name="Components">What the product is made of, where it has no stock of its own: products of its family, and units of each, 1 to 10 of them.</param>
/// <param name="Room">The line before the sale; absent: none, or the one that the running sale has, which is ended by a call of its own.</param>
public sealed record SaleRequest(
    string Name,
    int? Stock,
    decimal Price = 0,
    int LimitPerShopper = 0,
    DateTimeOffset? OpensAt = null,
    DateTimeOffset? ClosesAt = null,
    string? Currency = null,
    int HoldSeconds = 0,
    int? HoldMaxSeconds = null,
    DateTimeOffset? CancelUntil = null,
    int ReturnAfterSeconds = 0,
    string? Family = null,
    IReadOnlyDictionary<string, int>? Components = null,
    RoomTerms? Room = null)
{
    private const int MaxNameLength = 200;
    private const decimal MaxPrice = 1_000_000_000;
    private const int MinHoldSeconds = 5;
    private const int MaxHoldSeconds = 3_600;
    private const int SecondsOfDay = 86_400;
    private const int MostUnitsOfComponent = 1_000;

    // The ledger's script counts in doubles, which keep every integer up to this one apart.
    private const long MaxAmount = 9_007_199_254_740_991;

    /// <summary>Why no sale can be like this; null when one can.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="front">What the front allows.</param>
    public string? FindDefect(string productId, FrontOptions front) => this switch
    {
        _ when string.IsNullOrWhiteSpace(Name) || Name.Length > MaxNameLength || Name.Any(char.IsControl) =>
            $"The name must have 1 to {MaxNameLength} characters and no control characters.",
        { Components: null, Stock: null or < 0 or > SaleDefinition.MaxStock } => $"The stock must be from 0 to {SaleDefinition.MaxStock}.",
        { LimitPerShopper: < 0 } => "The limitPerShopper must be 0 or more.",
        _ => FindDefectOfPrice(front.MaxQuantity) ?? FindDefectOfTimes() ?? FindDefectOfHolds() ?? FindDefectOfFamily(productId) ?? Room?.FindDefect(front.ShopperTokens),
    };

    /// <summary>The definition of the product's sale.</summary>
    public SaleDefinition ToDefinition(string productId) => new()
    {
        ProductId = productId,
        Name = Name,
        Stock = Stock ?? 0,
        Price = Price,
        Currency = FindCurrency(),
        LimitPerShopper = LimitPerShopper,
        OpensAt = OpensAt,
        ClosesAt = ClosesAt,
        HoldSeconds = HoldSeconds,
        HoldMaxSeconds = HoldMaxSeconds ?? HoldSeconds,
        CancelUntil = CancelUntil,
        ReturnAfterSeconds = ReturnAfterSeconds,
        Family = Family,
        Bundle = Components is null ? null : new(Components),
        Room = Room?.ToRoom(),
    };

    private string? FindDefectOfPrice(int maxQuantity)
    {
        var currency = FindCurrency();
        if (Currency is not null && currency is null)
            return "The currency must be the code of one in ISO 4217, such as EUR.";
        if (Price is < 0 or > MaxPrice)
            return $"The price must be from 0 to {MaxPrice}.";

        var minorUnits = Core.Sales.Currency.InMinorUnits(Price, currency);
        if (minorUnits != decimal.Truncate(minorUnits))
            return $"The price must be a whole number of minor units: {currency?.Code ?? "one without a currency"} has {currency?.Digits ?? Core.Sales.Currency.UsualDigits} digits after the point.";
        if (minorUnits * maxQuantity > MaxAmount)
            return $"The price must be lower: an order of {maxQuantity} units would cost more than {MaxAmount} minor units.";
        return null;
    }

    private string? FindDefectOfTimes() => this switch
    {
        { OpensAt: { } opens, ClosesAt: { } closes } when closes <= opens => "The sale must close after it opens.",
        { OpensAt: { } opens, CancelUntil: { } until } when until <= opens => "The cancelUntil must be after the sale opens.",
        { OpensAt.Year: < 1971 } or { ClosesAt.Year: < 1971 } or { CancelUntil.Year: < 1971 } => "The sale's times must be later than 1970.",
        _ => null,
    };

    private string? FindDefectOfHolds() => this switch
    {
        { HoldSeconds: not 0 and (< MinHoldSeconds or > MaxHoldSeconds) } =>
            $"The holdSeconds must be from {MinHoldSeconds} to {MaxHoldSeconds}, or 0 for a sale without holds.",
        { HoldSeconds: 0, HoldMaxSeconds: not (null or 0) } => "The holdMaxSeconds needs holdSeconds.",
        { HoldMaxSeconds: { } most } when most < HoldSeconds || most > SecondsOfDay =>
            $"The holdMaxSeconds must be from holdSeconds to {SecondsOfDay}.",
        { ReturnAfterSeconds: < 0 or > SecondsOfDay } => $"The returnAfterSeconds must be from 0 to {SecondsOfDay}.",
        { HoldSeconds: > 0, Price: > 0, Currency: null } => "The currency must be said: who pays for a hold pays in one.",
        _ => null,
    };

    private string? FindDefectOfFamily(string productId) => this switch
    {
        { Family: { } family } when !Identifiers.IsProductId(family) => "The family must be named as products are: 1 to 64 of a-z 0-9 . _ -",
        { Components: null } => null,
        { Components.Count: 0 or > Bundle.MostComponents } => $"The components must be 1 to {Bundle.MostComponents} products.",
        _ when Components.Keys.FirstOrDefault(id => !Identifiers.IsProductId(id) || id == productId) is { } id => $"The components cannot have '{id}'.",
        _ when Components.Values.Any(units => units is < 1 or > MostUnitsOfComponent) => $"The units of a component must be from 1 to {MostUnitsOfComponent}.",
        { Stock: not (null or 0) } => "The stock of a product with components is theirs: leave it out.",
        { LimitPerShopper: not 0 } => "The limitPerShopper of a product with components is theirs: leave it out.",
        { HoldSeconds: not 0 } => "The holdSeconds of a product with components are theirs: leave them out.",
        { Room: not null } => "A product with components has no room.",
        _ => null,
    };

    private Currency? FindCurrency() => Currency is null ? null : Core.Sales.Currency.Find(Currency);
}
