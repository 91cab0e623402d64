namespace FlashFlow.Core.Sales;

/// <summary>What an operator has made of a sale. Whether it sells at a given moment depends on its window and stock too.</summary>
public enum SaleState
{
    /// <summary>Sells within its window while stock lasts.</summary>
    Open,

    /// <summary>Sells nothing until it is resumed.</summary>
    Paused,

    /// <summary>Over for good; only a new sale of the product sells again.</summary>
    Closed,

    /// <summary>Over for good and put away: nobody sees it, and only its orders and its books are kept.</summary>
    Archived,
}
