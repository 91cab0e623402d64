using System.Collections.Concurrent;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>The tokens that were found good, until they expire: checking a signature takes a hundred times as long as looking here.</summary>
/// <param name="capacity">Most tokens; beyond, a newcomer is not kept, and is checked each time.</param>
internal sealed class TokenMemory(int capacity = TokenMemory.UsualCapacity)
{
    /// <summary>Most tokens where nothing else is said: some 40 MB.</summary>
    public const int UsualCapacity = 200_000;

    private readonly ConcurrentDictionary<TokenHash, Kept> tokens = new();
    private int count;

    /// <summary>Tokens that are kept now.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Whose token it is; null for one that is not kept, or has expired.</summary>
    public string? Find(in TokenHash token, DateTimeOffset now) => tokens.TryGetValue(token, out var kept) && now.UtcTicks < kept.UntilTicks ? kept.ShopperId : null;

    /// <summary>Keeps a token.</summary>
    public void Keep(in TokenHash token, string shopperId, DateTimeOffset until)
    {
        if (Interlocked.Increment(ref count) > capacity || !tokens.TryAdd(token, new(shopperId, until.UtcTicks)))
            Interlocked.Decrement(ref count);
    }

    /// <summary>Drops what has expired.</summary>
    public void DropExpired(DateTimeOffset now)
    {
        foreach (var (token, kept) in tokens)
        {
            if (kept.UntilTicks <= now.UtcTicks && tokens.TryRemove(token, out _))
                Interlocked.Decrement(ref count);
        }
    }

    private readonly record struct Kept(string ShopperId, long UntilTicks);
}
