using System.Collections.Immutable;

namespace FlashFlow.Core.Rooms;

/// <summary>What a front remembers of a room.</summary>
/// <param name="Look">The latest look.</param>
/// <param name="LookedAt">When it was, as a timestamp of the process.</param>
/// <param name="Minute">How many were let in at moments of the last minute, the earliest first.</param>
internal sealed record RoomMemory(RoomLook Look, long LookedAt, ImmutableQueue<(DateTimeOffset At, long Admitted)> Minute)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>What is remembered after one more look.</summary>
    public static RoomMemory Of(RoomMemory? before, RoomLook look, long lookedAt)
    {
        // Of two rooms that a product has had one after the other, the earlier one says nothing of the later.
        if (before is null || before.Look.Epoch != look.Epoch || look.Admitted < before.Look.Admitted)
            return new(look, lookedAt, [(look.AsOf, look.Admitted)]);
        var minute = before.Minute;
        if (look.AsOf.ToUnixTimeSeconds() > before.Look.AsOf.ToUnixTimeSeconds())
            minute = minute.Enqueue((look.AsOf, look.Admitted));
        while (minute.Peek().At < look.AsOf - Longest)
            minute = minute.Dequeue();
        return new(look, lookedAt, minute);
    }

    /// <summary>How many were let in or passed over, and in which time: the last minute, or as long as the room was looked at.</summary>
    public (long Shoppers, TimeSpan Time) AdmittedLately()
    {
        var (at, admitted) = Minute.Peek();
        return (Look.Admitted - admitted, Look.AsOf - at);
    }
}
