namespace FlashFlow.Core.Buying;

/// <summary>What became of one operation on an order.</summary>
public enum OrderOutcome
{
    /// <summary>The units are the shopper's, or held for them until a deadline, and the order is durable in the outbox (G3).</summary>
    Accepted,

    /// <summary>This order was accepted before; nothing was taken again (G4).</summary>
    Replayed,

    /// <summary>Fewer units remain than were asked for.</summary>
    SoldOut,

    /// <summary>The shopper would exceed the sale's limit per shopper (G5).</summary>
    LimitReached,

    /// <summary>The sale has not begun.</summary>
    NotOpen,

    /// <summary>An operator paused the sale.</summary>
    Paused,

    /// <summary>The sale is over.</summary>
    Closed,

    /// <summary>The order id was used before, with another quantity.</summary>
    KeyReused,

    /// <summary>The order id was named under another sale; name it under the epoch of the result and ask again.</summary>
    StaleEpoch,

    /// <summary>No such product.</summary>
    UnknownProduct,

    /// <summary>The ledger is behind what is known to be sold: it lost data, and nothing is sold from it (G7).</summary>
    Suspended,

    /// <summary>The ledger did not answer in time. The order may or may not be accepted; asking again with its id tells (G4).</summary>
    Unknown,

    /// <summary>The ledger does not answer at the moment; this buy was not tried.</summary>
    Unavailable,

    /// <summary>Too many buys wait already; this one was not tried.</summary>
    Overloaded,

    /// <summary>The order is as it was asked to be, and that is durable in the outbox (G3).</summary>
    Changed,

    /// <summary>The order was as it was asked to be before; nothing was changed (G4).</summary>
    Repeated,

    /// <summary>The product has no such order.</summary>
    UnknownOrder,

    /// <summary>Another payment has confirmed the order.</summary>
    PaymentMismatch,

    /// <summary>What was paid is not what the order costs.</summary>
    AmountMismatch,

    /// <summary>The hold has expired. To a payment this answer is final (G9).</summary>
    HoldExpired,

    /// <summary>The hold was given up.</summary>
    HoldReleased,

    /// <summary>The order is sold, and so it is no hold any more.</summary>
    AlreadyConfirmed,

    /// <summary>The order is a hold still: it can be released, and not be cancelled.</summary>
    NotConfirmed,

    /// <summary>The hold has lasted as long as the sale allows.</summary>
    HoldLimitReached,

    /// <summary>The time in which orders of the sale may be cancelled is over.</summary>
    TooLate,

    /// <summary>All of the order was cancelled.</summary>
    Cancelled,

    /// <summary>The order has fewer units left than were to be cancelled.</summary>
    TooManyUnits,

    /// <summary>The product is made of others, which are bought in its place.</summary>
    IsBundle,

    /// <summary>Units of several families are to be bought together, and this product is sold at once instead of held.</summary>
    HoldsNothing,

    /// <summary>Too little is left, and something is due to be taken back first.</summary>
    SomethingIsDue,

    /// <summary>The product has a room, and this buyer was not let in, has bought, or was in for too long.</summary>
    NotAdmitted,

    /// <summary>What is to be bought together is not paid in one currency.</summary>
    MixedCurrencies,
}
