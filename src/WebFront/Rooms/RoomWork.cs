using System.Net;
using System.Numerics;
using FlashFlow.Core.Rooms;
using FlashFlow.WebFront.Limits;
using Microsoft.Extensions.Caching.Memory;

namespace FlashFlow.WebFront.Rooms;

/// <summary>How much work each joining takes: more with each one from the same range of addresses, and more while many join.</summary>
public sealed class RoomWork : IDisposable
{
    private const int MostRemembered = 250_000;

    // Whoever stands before a browser that works does not wait longer, and who collects challenges gains no more.
    private static readonly TimeSpan ChallengeLasts = TimeSpan.FromMinutes(10);

    // Longer than a room gathers.
    private static readonly TimeSpan RangeIsKept = TimeSpan.FromHours(12);

    private readonly RoomWorkOptions options;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly MemoryCache ranges = new(new MemoryCacheOptions { SizeLimit = MostRemembered });
    private readonly MemoryCache taken = new(new MemoryCacheOptions { SizeLimit = MostRemembered });
    private readonly Lock counting = new();
    private (long Number, int Joins, int Before) second;

    /// <param name="options">How much.</param>
    /// <param name="time">Tells one second from another.</param>
    public RoomWork(RoomWorkOptions options, TimeProvider time) => (this.options, this.time, started) = (options, time, time.GetTimestamp());

    /// <summary>Takes a work that is good and enough: the next one from there may take more.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="look">Its room, which has its keys.</param>
    /// <param name="shopperId">Who joins.</param>
    /// <param name="address">From where.</param>
    /// <param name="work">What they show; null for nothing.</param>
    /// <returns>False when it is not.</returns>
    public bool Takes(string productId, RoomLook look, string shopperId, IPAddress? address, string? work)
    {
        if (work is null || JoinWork.ZeroBits(look.Keys!.Key, productId, look.Epoch, shopperId, look.AsOf, work) is not { } bits)
            return false;
        lock (counting)
        {
            // Who shows theirs again, and again, must not make it harder for their neighbours.
            if (taken.TryGetValue(work, out _))
                return true;
            var range = RangeOf(productId, look, address);
            if (bits < Needed(range.Joins))
                return false;
            taken.Set(work, true, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = ChallengeLasts });
            range.Joins++;
            CountSecond();
            return true;
        }
    }

    /// <summary>What a shopper is to do before they join.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="look">Its room, which has its keys.</param>
    /// <param name="shopperId">Who joins.</param>
    /// <param name="address">From where.</param>
    public WorkView Ask(string productId, RoomLook look, string shopperId, IPAddress? address)
    {
        lock (counting)
        {
            var challenge = JoinWork.Challenge(look.Keys!.Key, productId, look.Epoch, shopperId, look.AsOf + ChallengeLasts);
            return new(challenge, Needed(ranges.Get<Range>(KeyOf(productId, look, address))?.Joins ?? 0), (long)ChallengeLasts.TotalMilliseconds);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ranges.Dispose();
        taken.Dispose();
    }

    private int Needed(int joins)
    {
        var (number, joinedThen, before) = second;
        var busiest = (Now() - number) switch
        {
            0 => Math.Max(joinedThen, before),
            1 => joinedThen,
            _ => 0,
        };
        return options.Bits + (joins / options.JoinsPerDoubling) + BitOperations.Log2((uint)(busiest / options.JoinsPerSecond) + 1);
    }

    private void CountSecond()
    {
        var now = Now();
        second = (now - second.Number) switch
        {
            0 => second with { Joins = second.Joins + 1 },
            1 => (now, 1, second.Joins),
            _ => (now, 1, 0),
        };
    }

    private long Now() => (long)time.GetElapsedTime(started).TotalSeconds;

    // Beyond the most, a range is as one from which nobody has joined.
    private Range RangeOf(string productId, RoomLook look, IPAddress? address) =>
        ranges.GetOrCreate(KeyOf(productId, look, address), entry =>
        {
            entry.SetSize(1).SetSlidingExpiration(RangeIsKept);
            return new Range();
        })!;

    private static (string, long, IPAddress) KeyOf(string productId, RoomLook look, IPAddress? address) => (productId, look.Epoch, RemoteNetwork.RangeOf(address));

    private sealed class Range
    {
        public int Joins { get; set; }
    }
}
