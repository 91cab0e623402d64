namespace FlashFlow.Core.Rooms;

/// <summary>The outcome of a draw.</summary>
/// <param name="Root">Root of the tree of the members' leaves.</param>
/// <param name="Seed"><see cref="RoomDraw.Seed"/>.</param>
/// <param name="PublicValue">The public value that went into it.</param>
public sealed record RoomSeed(byte[] Root, byte[] Seed, string PublicValue);
