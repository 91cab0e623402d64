namespace FlashFlow.Core.Rooms;

/// <summary>What became of an <see cref="IRoomLedger.StandByAsync"/>.</summary>
public enum Standing
{
    /// <summary>The shopper stands by, now or before.</summary>
    StandsBy,

    /// <summary>The shopper has another number.</summary>
    NotTheirs,

    /// <summary>Units are left: the line goes on.</summary>
    NotSoldOut,

    /// <summary>Units are sold at once, and nobody is to pay for what they did not ask for at that moment.</summary>
    HoldsNothing,

    /// <summary>The sale is over.</summary>
    Closed,

    /// <summary>The sale or its room is another: ask again.</summary>
    Changed,
}
