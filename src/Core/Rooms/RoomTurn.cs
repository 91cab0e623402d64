namespace FlashFlow.Core.Rooms;

/// <summary>Where one shopper stands.</summary>
/// <param name="Look">How the room stood at that moment.</param>
/// <param name="Number">Their number; 0 for who has not joined.</param>
public sealed record RoomTurn(RoomLook Look, long Number)
{
    /// <summary>Their place; null before the draw.</summary>
    public long? Place { get; } = Number == 0 ? null : Look.PlaceOf(Number);

    /// <summary>Until when they may buy; null for who is not in.</summary>
    public DateTimeOffset? PassLapsesAt { get; init; }

    /// <summary>Whether it is or was their turn: then they are in, have bought, or were in for too long.</summary>
    public bool IsUp => Place <= Look.Admitted;

    /// <summary>What they can show later.</summary>
    public DrawReceipt Receipt => DrawReceipt.Of(Look.Keys!, Number);
}
