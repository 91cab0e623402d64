namespace FlashFlow.Core.Sales;

/// <summary>What became of a sale's definition.</summary>
public enum DefineOutcome
{
    /// <summary>The product's first sale began.</summary>
    Started,

    /// <summary>The running sale was changed.</summary>
    Changed,

    /// <summary>The stock of a running sale is not changed by defining it again, but by restocking.</summary>
    StockIsFixed,

    /// <summary>The sale is closed for good.</summary>
    Closed,

    /// <summary>Orders of a sale are stored that the ledger knows nothing of: it lost its data (G7). Only an explicit new sale goes on.</summary>
    LedgerIsLost,

    /// <summary>Somebody else started a sale of the product meanwhile.</summary>
    Superseded,
}
