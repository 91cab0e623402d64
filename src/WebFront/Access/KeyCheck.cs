namespace FlashFlow.WebFront.Access;

/// <summary>What the key of a call is worth.</summary>
/// <param name="Standing">Whether there is one, and a good one.</param>
/// <param name="Owner">Whose a good one is; null otherwise.</param>
internal readonly record struct KeyCheck(KeyStanding Standing, Caller? Owner);

/// <summary>Whether a call shows a key, and a good one.</summary>
internal enum KeyStanding
{
    /// <summary>None is shown.</summary>
    None,

    /// <summary>Somebody's.</summary>
    Good,

    /// <summary>Nobody's.</summary>
    Wrong,

    /// <summary>Nobody's, as were others from this address a moment ago.</summary>
    WrongTooOften,
}
