using FlashFlow.Core.Rooms;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.WebFront.Rooms;

/// <summary>The line before a sale, as an operator defines it and everybody sees it.</summary>
/// <param name="StartsAt">When all who have joined get their places by the draw, and the first are let in; who joins later stands behind.</param>
/// <param name="PerMinute">How many are let in a minute, up to 600,000; 0: none until it is changed.</param>
/// <param name="OpensAt">From when on shoppers can join; absent: at once.</param>
/// <param name="PassSeconds">How long who was let in may buy, 5 to 3,600; absent: 120.</param>
/// <param name="Ahead">How many may buy at one time for each unit that is left or held: 0.01 to 100; absent: 1.</param>
/// <param name="Joining">What a shopper needs to join: <c>anyone</c> nothing, <c>work</c> a proof of work, <c>tokens</c> a token of the shop; absent: anyone.</param>
/// <param name="PublicValue">What somebody else gives to the draw, up to 200 characters; it counts as it is when the draw comes. Absent: nothing.</param>
public sealed record RoomTerms(
    DateTimeOffset? StartsAt, int? PerMinute, DateTimeOffset? OpensAt = null, int PassSeconds = 120, decimal Ahead = 1,
    string Joining = RoomTerms.JoinedByAnyone, string? PublicValue = null)
{
    /// <summary>Who joins where nothing else is said.</summary>
    public const string JoinedByAnyone = "anyone";

    private const int MinPassSeconds = 5;
    private const int MaxPassSeconds = 3_600;
    private const int MaxValueLength = 200;

    private static readonly string[] Joinings = [JoinedByAnyone, "work", "tokens"];

    /// <summary>The terms of a room; null for none.</summary>
    public static RoomTerms? Of(Room? room) => room is null
        ? null
        : new(room.StartsAt, room.PerMinute, room.OpensAt, room.PassSeconds, room.Ahead, Joinings[(int)room.Joining], room.PublicValue.Length == 0 ? null : room.PublicValue);

    /// <summary>Why no room can be like this; null when one can.</summary>
    /// <param name="tokens">Whether shoppers have tokens.</param>
    public string? FindDefect(ShopperTokenMode tokens) => this switch
    {
        { StartsAt: null } => "The startsAt of the room must be said.",
        { StartsAt.Year: < 1971 } or { OpensAt.Year: < 1971 } => "The room's times must be later than 1970.",
        { OpensAt: { } opens, StartsAt: { } starts } when starts <= opens => "The room must start after it opens.",
        { PerMinute: null or < 0 or > Room.MostPerMinute } => $"The perMinute of the room must be from 0 to {Room.MostPerMinute}.",
        { PassSeconds: < MinPassSeconds or > MaxPassSeconds } => $"The passSeconds of the room must be from {MinPassSeconds} to {MaxPassSeconds}.",
        { Ahead: <= 0 or > Room.MostAhead } => $"The ahead of the room must be above 0 and at most {Room.MostAhead}.",
        _ when decimal.Round(Ahead, 2) != Ahead => "The ahead of the room has at most two digits after the point.",
        _ when Array.IndexOf(Joinings, Joining) < 0 => $"The joining of the room must be one of {string.Join(", ", Joinings)}.",
        { Joining: "tokens" } when tokens == ShopperTokenMode.Off => "The joining of the room needs shoppers' tokens, which this front does not look at.",
        { PublicValue: { } value } when value.Length is 0 or > MaxValueLength || value.Any(char.IsControl) =>
            $"The publicValue of the room must have 1 to {MaxValueLength} characters and no control characters, or be absent.",
        _ => null,
    };

    /// <summary>The room of these terms, which have no defect.</summary>
    public Room ToRoom() => new()
    {
        OpensAt = OpensAt,
        StartsAt = StartsAt!.Value,
        PerMinute = PerMinute!.Value,
        PassSeconds = PassSeconds,
        Ahead = Ahead,
        Joining = (Joining)Array.IndexOf(Joinings, Joining),
        PublicValue = PublicValue ?? "",
    };
}
