namespace FlashFlow.Core.Sales;

/// <summary>What became of an operator's change.</summary>
public enum SaleChange
{
    /// <summary>Done, now or by an earlier call with the same key.</summary>
    Done,

    /// <summary>The product has no sale.</summary>
    UnknownProduct,

    /// <summary>The sale is closed for good.</summary>
    Closed,

    /// <summary>The sale would hold more than <see cref="SaleDefinition.MaxStock"/> units.</summary>
    TooMany,
}
