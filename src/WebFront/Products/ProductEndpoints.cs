using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Products;

/// <summary>What is on sale, and what remains of it.</summary>
internal static class ProductEndpoints
{
    public static void MapProducts(this IEndpointRouteBuilder app)
    {
        var products = app.MapGroup("/products").WithTags("Products").LimitByAddress().Refuses(Problems.Unavailable);
        products.MapGet("/", ListAsync)
            .WithSummary("Lists the products on sale, a page at a time.")
            .WithDescription(PageAnswer.Description)
            .Produces<ProductView[]>()
            .Produces(StatusCodes.Status304NotModified)
            .Refuses(Problems.BadRequest, Problems.BadPage);
        products.MapGet("/{productId}", FindAsync)
            .WithSummary("Shows a product and what remains of it.")
            .Produces<ProductView>()
            .Refuses(Problems.UnknownProduct, Problems.Suspended);
    }

    private static Task<IResult> ListAsync(
        HttpContext context, ProductList list, [FromQuery] string? after, [FromQuery] int limit = PageAnswer.UsualLimit) =>
        PageAnswer.OfAsync(context, list, CatalogView.Products, after, limit);

    private static async Task<IResult> FindAsync(string productId, SaleReader reader)
    {
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        var look = await reader.LookAsync(productId);
        return look.Shown is { } sale ? TypedResults.Ok(ProductView.Of(sale, look.AsOf) with { AsOf = look.AsOf }) : SaleReader.WhyMissing(look);
    }
}
