namespace FlashFlow.Core.Sales;

/// <summary>What became of an operator's change.</summary>
public enum SaleChange
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>It was so before, or an earlier call with the same key did it; nothing was changed.</summary>
    Repeated,

    /// <summary>The product has no sale.</summary>
    UnknownProduct,

    /// <summary>The sale is closed for good.</summary>
    Closed,

    /// <summary>The product's sale is another one by now.</summary>
    Superseded,

    /// <summary>The ledger lost data of the sale, which is suspended (G7).</summary>
    Suspended,

    /// <summary>The sale would hold more than <see cref="SaleDefinition.MaxStock"/> units.</summary>
    TooMany,

    /// <summary>The sale may still sell: it is neither closed nor is its window over.</summary>
    NotOver,

    /// <summary>An earlier call with the same key asked for something else; nothing was changed.</summary>
    KeyReused,

    /// <summary>Units of the sale are held by shoppers who pay.</summary>
    HoldsRemain,

    /// <summary>The product is made of others, and has no units of its own.</summary>
    IsBundle,
}
