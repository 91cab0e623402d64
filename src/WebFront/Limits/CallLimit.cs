using System.Collections.Concurrent;

namespace FlashFlow.WebFront.Limits;

/// <summary>
/// How often each of many callers may call: so many a second (or another span) on average, and a whole span's worth, or a burst if that is
/// more, at once. The generic cell rate algorithm (ITU-T I.371): one number for each caller, and no timer that has to come in time.
/// </summary>
public sealed class CallLimit<TKey> : IDisposable
    where TKey : notnull
{
    /// <summary>Most callers that are counted where nothing else is said.</summary>
    public const int UsualMaxCallers = 250_000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TKey, Caller> callers;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly long perCall;
    private readonly long capacity;
    private readonly int maxCallers;
    private readonly ITimer cleaning;
    private int count;

    /// <param name="calls">Calls a second, or <paramref name="per"/>; at least 1.</param>
    /// <param name="burst">Calls at once; less than <paramref name="calls"/> means that many.</param>
    /// <param name="time">The clock, of which only the time that passes is used.</param>
    /// <param name="maxCallers">Most callers that are counted; a newcomer beyond is not counted, and may call.</param>
    /// <param name="comparer">Which callers are the same; null for the usual.</param>
    /// <param name="per">The span; null for a second.</param>
    public CallLimit(
        int calls, int burst, TimeProvider time, int maxCallers = UsualMaxCallers, IEqualityComparer<TKey>? comparer = null, TimeSpan? per = null)
    {
        this.time = time;
        this.maxCallers = maxCallers;
        callers = new(comparer);
        started = time.GetTimestamp();
        perCall = (per ?? Second).Ticks * TimeSpan.NanosecondsPerTick / calls;
        capacity = perCall * Math.Max(burst, calls);
        cleaning = time.CreateTimer(_ => DropIdle(), null, Rest, Rest);
    }

    /// <summary>Callers that are counted now.</summary>
    public int Callers => Volatile.Read(ref count);

    /// <summary>Counts a call.</summary>
    /// <returns>False when it is one too many; then the next may be made within the span.</returns>
    public bool Allows(TKey key)
    {
        while (true)
        {
            if (!callers.TryGetValue(key, out var caller))
            {
                if (Callers >= maxCallers)
                    return true;
                caller = new();
                if (!callers.TryAdd(key, caller))
                    continue;
                Interlocked.Increment(ref count);
            }

            if (caller.TryCall(Now, perCall, capacity) is { } isAllowed)
                return isAllowed;
            Remove(key, caller);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => cleaning.Dispose();

    private long Now => time.GetElapsedTime(started).Ticks * TimeSpan.NanosecondsPerTick;

    // Who has not called for so long that all is free again is as good as a newcomer.
    private void DropIdle()
    {
        foreach (var (key, caller) in callers)
        {
            if (caller.TryLeave(Now))
                Remove(key, caller);
        }
    }

    private void Remove(TKey key, Caller caller)
    {
        if (callers.TryRemove(new(key, caller)))
            Interlocked.Decrement(ref count);
    }

    /// <summary>When all that a caller may do at once is free again.</summary>
    private sealed class Caller
    {
        private const long Gone = long.MinValue;

        private long freeAt;

        /// <summary>Counts a call; null when the caller was dropped meanwhile, and a new one has to count it.</summary>
        public bool? TryCall(long now, long perCall, long capacity)
        {
            while (true)
            {
                var seen = Volatile.Read(ref freeAt);
                if (seen == Gone)
                    return null;

                // Further ahead than calls can bring it: the clock ran back, or another call was quicker than this one.
                if (seen > now + capacity)
                {
                    Interlocked.CompareExchange(ref freeAt, now + capacity, seen);
                    return false;
                }

                var next = Math.Max(seen, now) + perCall;
                if (next > now + capacity)
                    return false;
                if (Interlocked.CompareExchange(ref freeAt, next, seen) == seen)
                    return true;
            }
        }

        /// <summary>Drops the caller if nothing is counted of it; no call is counted here from then on.</summary>
        public bool TryLeave(long now)
        {
            var seen = Volatile.Read(ref freeAt);
            return seen != Gone && seen <= now && Interlocked.CompareExchange(ref freeAt, Gone, seen) == seen;
        }
    }
}
