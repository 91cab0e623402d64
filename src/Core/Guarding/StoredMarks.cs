using System.Collections.Concurrent;
using FlashFlow.Core.Sales;

namespace FlashFlow.Core.Guarding;

/// <summary>
/// Asks the store how far products have come, once for all who ask at the same time, and remembers for a second of which names it has
/// nothing: a crowd that asks for a name that nobody sells under is no load for the store.
/// </summary>
internal sealed class StoredMarks(ISaleStore store, TimeProvider time)
{
    private const int MostNames = 1_000;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Lazy<Task<HighWaterMark>>> underWay = new();
    private readonly Lock gate = new();
    private readonly HashSet<string> unknown = [];
    private long since;

    /// <summary>Whether the store said within the last second that it has nothing under the name.</summary>
    public bool HasNothingOf(string productId)
    {
        lock (gate)
            return time.GetElapsedTime(since) < Span && unknown.Contains(productId);
    }

    /// <summary>Asks, or waits with those who have asked already.</summary>
    /// <exception cref="SaleStoreUnavailableException">The store does not answer.</exception>
    public Task<HighWaterMark> AskAsync(string productId) => underWay.GetOrAdd(productId, id => new(() => AskStoreAsync(id))).Value;

    private async Task<HighWaterMark> AskStoreAsync(string productId)
    {
        try
        {
            var mark = await store.FindMarkAsync(productId, CancellationToken.None);
            if (mark == HighWaterMark.None)
                Remember(productId);
            return mark;
        }
        finally
        {
            underWay.TryRemove(productId, out _);
        }
    }

    // All are forgotten at the same time, so each is remembered for a second at most.
    private void Remember(string productId)
    {
        lock (gate)
        {
            if (time.GetElapsedTime(since) >= Span)
            {
                unknown.Clear();
                since = time.GetTimestamp();
            }

            if (unknown.Count < MostNames)
                unknown.Add(productId);
        }
    }
}
