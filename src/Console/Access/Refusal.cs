namespace FlashFlow.Console.Access;

/// <summary>Why somebody was not let in, as the address of the sign-in page says it.</summary>
public enum Refusal
{
    /// <summary>They were not refused.</summary>
    None,

    /// <summary>Nobody has the key.</summary>
    WrongKey,

    /// <summary>The key is a shop's.</summary>
    ShopKey,

    /// <summary>The key is the demo's, and the caller on another machine.</summary>
    DemoKey,

    /// <summary>No front could be asked.</summary>
    NoFront,

    /// <summary>Too many keys were tried.</summary>
    TooMany,

    /// <summary>The session is over.</summary>
    SignedOut,
}
