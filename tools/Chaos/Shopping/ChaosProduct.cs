namespace FlashFlow.Chaos.Shopping;

/// <summary>A product of the sale, each with a trouble of its own.</summary>
internal sealed record ChaosProduct
{
    /// <summary>Sold steadily: nothing but demand.</summary>
    public const string Steady = "steady";

    /// <summary>Sold to few shoppers, at most <see cref="Limit"/> units each, who try again and again and everywhere at once.</summary>
    public const string Limited = "limited";

    /// <summary>Sold out again and again, and restocked.</summary>
    public const string Restocked = "restocked";

    /// <summary>Paused and resumed.</summary>
    public const string Paused = "paused";

    /// <summary>Held for shoppers who pay, or do not.</summary>
    public const string Held = "held";

    /// <summary>Held, too, of which there are few, so that who pays late finds them gone; restocked.</summary>
    public const string Scarce = "scarce";

    /// <summary>Sold to those whom its room lets in, of which there is another one now and then; restocked.</summary>
    public const string Lined = "lined";

    /// <summary>What a unit that is held costs, in minor units of <see cref="Currency"/>.</summary>
    public const long Price = 999;

    public const string Currency = "EUR";

    /// <summary>How many may be in at one time for each unit that is left, where there is a room.</summary>
    public const decimal Ahead = 1.5m;

    /// <summary>How long who was let in may buy.</summary>
    public static readonly TimeSpan PassLasts = TimeSpan.FromSeconds(6);

    private const int UnitsPerSecond = 160;
    private const int MostOfLimited = 2;

    public required string ProductId { get; init; }

    /// <summary>It has a room.</summary>
    public bool HasRoom { get; init; }

    /// <summary>Units at the start: more than are sold while components are hit, but for the one that sells out.</summary>
    public required int Stock { get; init; }

    /// <summary>Most units for one shopper; 0: no limit.</summary>
    public int Limit { get; init; }

    /// <summary>Most units in one buy.</summary>
    public int MostUnits { get; init; } = 3;

    /// <summary>How long units are held for a shopper who pays; zero: they are sold at once.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>How long they are held at most.</summary>
    public TimeSpan LongestHold => 3 * Hold;

    /// <summary>Longest time that cancelled units wait to be sold again.</summary>
    public TimeSpan ReturnAfter => Hold > TimeSpan.Zero ? TimeSpan.FromSeconds(2) : TimeSpan.Zero;

    /// <summary>How many shoppers there are, as long as components are hit.</summary>
    public required int Shoppers { get; init; }

    /// <summary>What is on sale in a run that takes so long.</summary>
    public static IReadOnlyList<ChaosProduct> For(TimeSpan duration)
    {
        var demand = Math.Max(200, (int)(duration.TotalSeconds * UnitsPerSecond));
        var hold = TimeSpan.FromSeconds(5);
        return
        [
            new() { ProductId = Steady, Stock = demand, Shoppers = demand },
            new() { ProductId = Limited, Stock = demand / 2, Limit = MostOfLimited, MostUnits = MostOfLimited, Shoppers = demand / 8 },
            new() { ProductId = Restocked, Stock = 200, Shoppers = demand },
            new() { ProductId = Paused, Stock = demand, Shoppers = demand },
            new() { ProductId = Held, Stock = demand / 2, Shoppers = demand, Hold = hold },
            new() { ProductId = Lined, Stock = 50, MostUnits = 1, Shoppers = demand / 8, HasRoom = true },
            new() { ProductId = Scarce, Stock = 200, Limit = MostOfLimited, MostUnits = MostOfLimited, Shoppers = demand / 8, Hold = hold },
        ];
    }
}
