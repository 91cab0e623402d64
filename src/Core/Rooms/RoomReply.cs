namespace FlashFlow.Core.Rooms;

/// <summary>What became of an <see cref="IRoomLedger.EnterAsync"/>.</summary>
/// <param name="Look">The room; null for a product without one.</param>
/// <param name="Numbers">Each one's number, 0 for who cannot join now.</param>
public sealed record RoomReply(RoomLook? Look, IReadOnlyList<long> Numbers);
