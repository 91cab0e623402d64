namespace FlashFlow.Core.Buying;

/// <summary>What became of one buy.</summary>
public enum BuyOutcome
{
    /// <summary>The units are the shopper's, and the order is durable in the outbox (G3).</summary>
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
}
