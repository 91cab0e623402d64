using System.Text.Json.Serialization;
using FlashFlow.Core.Rooms;

namespace FlashFlow.WebFront.Rooms;

/// <summary>Where one shopper stands.</summary>
/// <param name="State"><c>gathering</c> before the draw, then <c>waiting</c>, <c>in</c>, and <c>over</c> for who has bought or was in for too long.</param>
/// <param name="Number">Their number, in the order in which all joined.</param>
/// <param name="Receipt">What shows later that they were this number, and lets them leave. It is theirs alone.</param>
/// <param name="Room">How the room stands.</param>
public sealed record TurnView(string State, long Number, string Receipt, RoomView Room)
{
    /// <summary>Their place; left out before the draw. It never changes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Place { get; init; }

    /// <summary>How many stand before them; left out where they do not wait.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Before { get; init; }

    /// <summary>What they send with their order; left out where they are not in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pass { get; init; }

    /// <summary>Until when it is good.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? PassExpiresAt { get; init; }

    /// <summary>The same as milliseconds from now, for who has another clock.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? PassExpiresInMs { get; init; }

    /// <summary>Where a shopper stands who has joined.</summary>
    public static TurnView Of(string productId, string shopperId, RoomTurn turn, RoomView room) => new(Name(turn), turn.Number, turn.Receipt.ToString(), room)
    {
        Place = turn.Place,
        Before = turn is { Place: { } place, IsUp: false } ? place - turn.Look.Admitted - 1 : null,
        Pass = turn.PassLapsesAt is { } lapses ? RoomPass.Write(turn.Look.Keys!.Key, productId, turn.Look.Epoch, shopperId, turn.Place!.Value, lapses) : null,
        PassExpiresAt = turn.PassLapsesAt,
        PassExpiresInMs = turn.PassLapsesAt is { } end ? (long)(end - turn.Look.AsOf).TotalMilliseconds : null,
    };

    private static string Name(RoomTurn turn) => turn switch
    {
        { Place: null } => "gathering",
        { IsUp: false } => "waiting",
        { PassLapsesAt: not null } => "in",
        _ => "over",
    };
}
