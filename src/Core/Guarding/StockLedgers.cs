namespace FlashFlow.Core.Guarding;

/// <summary>Names of the stock ledgers that a process may have. Whoever needs one asks for it by its name.</summary>
public static class StockLedgers
{
    /// <summary>The authority itself: the script in Redis.</summary>
    public const string InRedis = "the ledger in Redis";

    /// <summary>The same, at the end of the way through the product's grain.</summary>
    public const string BehindGrain = "the ledger behind a grain";

    /// <summary>What the warm-up asks, which nobody shall hear of.</summary>
    public const string ForWarmUp = "the ledger that the warm-up asks";
}
