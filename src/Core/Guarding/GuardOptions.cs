using System.ComponentModel.DataAnnotations;

namespace FlashFlow.Core.Guarding;

/// <summary>How a product's stock is guarded. Section <c>FlashFlow:Guard</c>.</summary>
public sealed record GuardOptions
{
    /// <summary>Upper bound of <see cref="MaxBatch"/>: a Lua call takes fewer than 8,000 values, and a batch needs two per buy.</summary>
    public const int MaxBatchLimit = 2_000;

    /// <summary>Most buys that share one ledger call.</summary>
    [Range(1, MaxBatchLimit)]
    public int MaxBatch { get; init; } = 512;

    /// <summary>
    /// Most buys of one product that wait for the ledger; the next one is told to come again (503). Divided by <see cref="MaxBatch"/>
    /// it is how many calls the last of them waits for.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxWaiting { get; init; } = 1_000;

    /// <summary>Time between two checks of all ledgers against the stored orders (G7), in milliseconds.</summary>
    [Range(50, 600_000)]
    public int WatchIntervalMilliseconds { get; init; } = 2_000;

    /// <summary>
    /// How long "sold out" is answered from memory before a buy asks the ledger again, in milliseconds; while that one asks, others are
    /// answered from memory for as long again at most. 0 asks every time.
    /// </summary>
    [Range(0, 10_000)]
    public int SoldOutMemoryMilliseconds { get; init; } = 200;
}
