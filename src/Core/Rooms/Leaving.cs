namespace FlashFlow.Core.Rooms;

/// <summary>What became of an <see cref="IRoomLedger.LeaveAsync"/>.</summary>
public enum Leaving
{
    /// <summary>The shopper has left, now or before.</summary>
    Left,

    /// <summary>The shopper has another number.</summary>
    NotTheirs,

    /// <summary>The draw has been meanwhile, or the sale is another: ask again.</summary>
    Changed,
}
