namespace FlashFlow.WebFront.Products;

/// <summary>Who a page of products is for.</summary>
internal enum CatalogView
{
    /// <summary>Shoppers: what is on sale, each a <see cref="ProductView"/>.</summary>
    Products,

    /// <summary>Operators: each a <see cref="Operators.SaleView"/>, also of sales that the ledger has lost.</summary>
    Sales,
}
