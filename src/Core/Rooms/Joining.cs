namespace FlashFlow.Core.Rooms;

/// <summary>What a shopper needs to join a room. Who has joined asks where they stand without it.</summary>
public enum Joining
{
    /// <summary>Nothing.</summary>
    Anyone,

    /// <summary>A proof of work (<see cref="JoinWork"/>), or a token or key.</summary>
    Work,

    /// <summary>A token that the shop has signed, or a key.</summary>
    Tokens,
}
