namespace FlashFlow.Core.Rooms;

/// <summary>Who has left a room before its draw.</summary>
/// <param name="ShopperId">Who it is.</param>
/// <param name="Number">Their number.</param>
/// <param name="Place">The place that was drawn for them.</param>
public sealed record RoomLeaver(string ShopperId, long Number, long Place);
