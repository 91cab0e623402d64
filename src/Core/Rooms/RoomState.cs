namespace FlashFlow.Core.Rooms;

/// <summary>What a room does at a moment.</summary>
public enum RoomState
{
    /// <summary>Nobody can join yet.</summary>
    NotOpen,

    /// <summary>Shoppers join, and are equal.</summary>
    Gathering,

    /// <summary>The places are being drawn.</summary>
    Drawing,

    /// <summary>The places are known, and the sale has not begun.</summary>
    Drawn,

    /// <summary>Shoppers are let in.</summary>
    Moving,

    /// <summary>Nobody is let in until an operator says so.</summary>
    Paused,

    /// <summary>Nothing is left or held: nobody is let in unless units come back.</summary>
    SoldOut,

    /// <summary>The sale is over.</summary>
    Closed,

    /// <summary>The sale is suspended, or the room's data are lost: it waits for an operator.</summary>
    Lost,
}
