namespace FlashFlow.Core.Rooms;

/// <summary>A room as the ledger holds it at one moment.</summary>
public sealed record RoomLook
{
    /// <summary>Number of the sale.</summary>
    public required long Epoch { get; init; }

    /// <summary>What the operator decided.</summary>
    public required Room Room { get; init; }

    /// <summary>The moment, by the ledger's clock.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>What it does.</summary>
    public required RoomState State { get; init; }

    /// <summary>Units left.</summary>
    public long Remaining { get; init; }

    /// <summary>Units held for shoppers who pay.</summary>
    public long Held { get; init; }

    /// <summary>How many have joined; each has a number, from 1 in the order in which they came.</summary>
    public long Members { get; init; }

    /// <summary>How many had joined at the start; null before it.</summary>
    public long? Drawn { get; init; }

    /// <summary>The highest place that was let in, or passed over.</summary>
    public long Admitted { get; init; }

    /// <summary>How many may buy now.</summary>
    public long Inside { get; init; }

    /// <summary>How many were let in, and did not buy before their pass lapsed.</summary>
    public long Lapsed { get; init; }

    /// <summary>How many had left before it was their turn.</summary>
    public long Skipped { get; init; }

    /// <summary>How many wait for units to come back.</summary>
    public long StandingBy { get; init; }

    /// <summary>How many have bought.</summary>
    public long Finished => Admitted - Skipped - Lapsed - Inside;

    /// <summary>What nobody outside may see before the draw; null of a room whose data are lost.</summary>
    public RoomKeys? Keys { get; init; }

    /// <summary>What the places follow from; null before the draw.</summary>
    public RoomSeed? Seed { get; init; }

    /// <summary>The place of a member; null before the draw for who is in it.</summary>
    /// <param name="number">The member's number.</param>
    public long? PlaceOf(long number) =>
        Drawn is not { } drawn ? null
        : number > drawn ? number
        : Seed is { } seed ? SwapOrNotShuffle.PlaceOf(seed.Seed, number, drawn)
        : null;
}
