using System.Text.Json.Serialization;
using FlashFlow.Core.Rooms;

namespace FlashFlow.WebFront.Rooms;

/// <summary>A room as everybody sees it: the same for all, so that it can be shared. Who waits subtracts <paramref name="Admitted"/> from their own place.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Epoch">Number of the sale.</param>
/// <param name="State">
/// <c>not_open</c>, <c>gathering</c>, <c>drawing</c>, <c>drawn</c> (the sale has not begun), <c>moving</c>, <c>paused</c>, <c>sold_out</c>
/// (nothing is left or held), <c>closed</c> or <c>lost</c> (an operator has to look at it).
/// </param>
/// <param name="OpensAt">From when on shoppers can join, null: at once.</param>
/// <param name="StartsAt">When the places are drawn.</param>
/// <param name="Commitment">SHA-256 of the secret that the places follow from, in hex; null of a room that is lost.</param>
/// <param name="Members">How many have joined.</param>
/// <param name="Drawn">How many of them had joined at the start, null before it.</param>
/// <param name="Admitted">The highest place that was let in.</param>
/// <param name="Inside">How many may buy now.</param>
/// <param name="Lapsed">How many were let in and did not buy in time.</param>
/// <param name="Skipped">How many had left before it was their turn.</param>
/// <param name="Finished">How many have bought.</param>
/// <param name="StandingBy">How many wait for units to come back.</param>
/// <param name="PerMinute">How many are let in a minute at most.</param>
/// <param name="AdmittedLately">By how many places the line has really moved in the last <paramref name="LatelySeconds"/>.</param>
/// <param name="LatelySeconds">A minute, or as long as this front has seen the line.</param>
/// <param name="Remaining">Units left.</param>
/// <param name="Held">Units held for shoppers who pay.</param>
/// <param name="AsOf">When it was so, by the ledger's clock; left out of events.</param>
public sealed record RoomView(
    string ProductId,
    long Epoch,
    string State,
    DateTimeOffset? OpensAt,
    DateTimeOffset StartsAt,
    string? Commitment,
    long Members,
    long? Drawn,
    long Admitted,
    long Inside,
    long Lapsed,
    long Skipped,
    long Finished,
    long StandingBy,
    int PerMinute,
    long AdmittedLately,
    double LatelySeconds,
    long Remaining,
    long Held,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? AsOf)
{
    /// <summary>What everybody sees of a room.</summary>
    public static RoomView Of(string productId, RoomLook look, (long Shoppers, TimeSpan Time) lately) => new(
        productId,
        look.Epoch,
        Name(look.State),
        look.Room.OpensAt,
        look.Room.StartsAt,
        look.Keys is { } keys ? Convert.ToHexStringLower(RoomDraw.Commitment(keys.Secret)) : null,
        look.Members,
        look.Drawn,
        look.Admitted,
        look.Inside,
        look.Lapsed,
        look.Skipped,
        look.Finished,
        look.StandingBy,
        look.Room.PerMinute,
        lately.Shoppers,
        Math.Round(lately.Time.TotalSeconds),
        look.Remaining,
        look.Held,
        look.AsOf);

    private static string Name(RoomState state) => state switch
    {
        RoomState.NotOpen => "not_open",
        RoomState.Gathering => "gathering",
        RoomState.Drawing => "drawing",
        RoomState.Drawn => "drawn",
        RoomState.Moving => "moving",
        RoomState.Paused => "paused",
        RoomState.SoldOut => "sold_out",
        RoomState.Closed => "closed",
        RoomState.Lost => "lost",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
