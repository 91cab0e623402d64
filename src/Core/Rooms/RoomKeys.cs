using System.Security.Cryptography;

namespace FlashFlow.Core.Rooms;

/// <summary>What is made anew for each room, at random.</summary>
/// <param name="Secret">What the draw's commitment is of, and what is published after it.</param>
/// <param name="Key">What passes and salts are made with; it is never published.</param>
public sealed record RoomKeys(byte[] Secret, byte[] Key)
{
    private const int Size = 32;

    /// <summary>New ones.</summary>
    public static RoomKeys New() => new(RandomNumberGenerator.GetBytes(Size), RandomNumberGenerator.GetBytes(Size));
}
