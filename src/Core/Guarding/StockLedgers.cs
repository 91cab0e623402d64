namespace FlashFlow.Core.Guarding;

/// <summary>Names of the stock ledgers that a process may have. Whoever needs one asks for it by its name.</summary>
public static class StockLedgers
{
    /// <summary>The authority itself: the script in Redis.</summary>
    public const string InRedis = "the ledger in Redis";

    /// <summary>A script that decides as the authority does and keeps nothing, for rehearsals.</summary>
    public const string Rehearsing = "the ledger that only rehearses";

    /// <summary>The authority at the end of the way through the product's grain.</summary>
    public const string BehindGrain = "the ledger behind a grain";

    /// <summary>The ledger that only rehearses, at the end of the way that the buys of this process take.</summary>
    public const string ForWarmUp = "the ledger that the warm-up asks";
}
