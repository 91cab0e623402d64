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

    /// <summary>The broker confirms what it does not keep.</summary>
    ConfirmedAndLost,

    /// <summary>The broker forgets what it has delivered.</summary>
    DeliveredAndForgotten,

    /// <summary>The store says that it keeps a dead letter, and does not.</summary>
    DeadLetterLost,

    /// <summary>The store says that it has stored what it has not.</summary>
    StoredAndLost,

    /// <summary>The store stores an order as often as it is told to.</summary>
    StoredTwice,

    /// <summary>The ledger sells although a guard knows that it is behind.</summary>
    MarkUnchecked,
}
