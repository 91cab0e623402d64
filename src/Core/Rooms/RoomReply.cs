namespace FlashFlow.Core.Rooms;

/// <summary>What became of an <see cref="IRoomLedger.EnterAsync"/>.</summary>
/// <param name="Look">The room; null for a product without one.</param>
/// <param name="Numbers">The number of each who joins, then of each who asks; 0 for who is not in it.</param>
public sealed record RoomReply(RoomLook? Look, IReadOnlyList<long> Numbers);
