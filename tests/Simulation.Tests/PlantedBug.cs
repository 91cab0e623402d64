namespace FlashFlow.Simulation.Tests;

/// <summary>What can be broken on purpose in a stand-in, to see that the checks notice.</summary>
public enum PlantedBug
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The ledger sells what it does not have.</summary>
    StockUnchecked,

    /// <summary>The ledger counts nobody's units.</summary>
    LimitUnchecked,

    /// <summary>The ledger takes a retry for a new order.</summary>
    ReplayUnchecked,

    /// <summary>The ledger takes an order of one sale for one of another.</summary>
    EpochUnchecked,

    /// <summary>The ledger accepts without an outbox entry.</summary>
    EntryForgotten,

    /// <summary>The store says that it has whatever it is asked for: what the broker has confirmed leaves the outbox.</summary>
    ConfirmedTakenForStored,

    /// <summary>The store says that it keeps a dead letter, and does not.</summary>
    DeadLetterLost,

    /// <summary>The store says that it has stored what it has not.</summary>
    StoredAndLost,

    /// <summary>The store stores an order as often as it is told to.</summary>
    StoredTwice,

    /// <summary>The ledger sells although a guard knows that it is behind.</summary>
    MarkUnchecked,

    /// <summary>The ledger carries out a call that was given up, however late it comes.</summary>
    CallDeadlineUnchecked,

    /// <summary>A guard remembers the last order that it heard of, and nothing that happened since.</summary>
    MarkByPosition,

    /// <summary>The ledger gives the units of an expired hold back twice.</summary>
    ExpiredTwice,

    /// <summary>The ledger confirms an expired hold whose units are gone.</summary>
    LateWithoutUnit,

    /// <summary>The ledger takes the retry of a cancel for another cancel.</summary>
    CancelRepeated,

    /// <summary>The ledger forgets that it has refused a payment.</summary>
    RefusalForgotten,

    /// <summary>The store takes what it is told last for what happened last.</summary>
    StoredBackwards,
}
