namespace FlashFlow.Core.Rebuilding;

/// <summary>Where an accepted order may be found, in the order in which it goes from one to the next.</summary>
public enum Place
{
    /// <summary>In the outbox of a ledger that went back in time.</summary>
    Outbox,

    /// <summary>Among the dead letters.</summary>
    DeadLetters,

    /// <summary>Among the letters that operators discarded.</summary>
    Discarded,

    /// <summary>In the store.</summary>
    Store,
}
