using System.Text.Json;
using FlashFlow.WebFront.Operators;

namespace FlashFlow.WebFront.Products;

/// <summary>Sales that were read together, each written once for all who see it.</summary>
internal sealed class CatalogPart
{
    private readonly Lazy<byte[]?[]> products;
    private readonly Lazy<byte[]?[]> sales;

    /// <param name="ids">The products.</param>
    /// <param name="looks">What there is of each.</param>
    /// <param name="json">How the front writes JSON.</param>
    public CatalogPart(IReadOnlyList<string> ids, IReadOnlyList<SaleLook> looks, JsonSerializerOptions json)
    {
        products = new(() => [.. looks.Select(look => look.Shown is { } sale ? Write(ProductView.Of(sale, look.AsOf)) : null)]);
        sales = new(() => [.. ids.Zip(looks, (id, look) => look.Sale is { IsArchived: true } ? null : SaleView.Of(id, look)).Select(Write)]);

        byte[]? Write<T>(T? view) => view is null ? null : JsonSerializer.SerializeToUtf8Bytes(view, json);
    }

    /// <summary>Each product of the part as JSON; null for one that has nothing to show.</summary>
    public byte[]?[] As(CatalogView view) => view == CatalogView.Products ? products.Value : sales.Value;
}
