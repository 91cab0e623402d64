using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace FlashFlow.WebFront.Products;

/// <summary>What is on sale, and what remains of it.</summary>
internal static class ProductEndpoints
{
    private const int UsualLimit = 100;
    private const int MaxLimit = 1_000;

    public static void MapProducts(this IEndpointRouteBuilder app)
    {
        var products = app.MapGroup("/products").WithTags("Products").LimitByAddress().Refuses(Problems.Unavailable);
        products.MapGet("/", ListAsync)
            .WithSummary("Lists the products on sale, a page at a time.")
            .WithDescription(
                $"In order of their ids: the first `limit` (1 to {MaxLimit}, usually {UsualLimit}) after the product `after`. A header Link with rel=\"next\" "
                + "names the next page, and is missing on the last. A page is shared by all who ask for it for a quarter of a second, and longer where "
                + "there are many products; it has an ETag, and with If-None-Match one that has not changed is answered 304.")
            .Produces<ProductView[]>()
            .Produces(StatusCodes.Status304NotModified)
            .Refuses(Problems.BadRequest, Problems.BadPage);
        products.MapGet("/{productId}", FindAsync)
            .WithSummary("Shows a product and what remains of it.")
            .Produces<ProductView>()
            .Refuses(Problems.UnknownProduct, Problems.Suspended);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, ProductList list, [FromQuery] string? after, [FromQuery] int limit = UsualLimit)
    {
        if (limit is < 1 or > MaxLimit)
            return Problems.BadPage.With($"The limit must be from 1 to {MaxLimit}.");
        if (after is not null && !Identifiers.IsProductId(after))
            return Problems.BadPage.With("A page begins after a product id.");

        var page = await list.PageAsync(after ?? "", limit);
        context.Response.Headers.CacheControl = "no-cache";
        if (page.Next is { } next)
            context.Response.Headers.Link = $"</products?after={next}&limit={limit}>; rel=\"next\"";
        return TypedResults.Bytes(page.Body, "application/json; charset=utf-8", entityTag: EntityTagHeaderValue.Parse(page.ETag));
    }

    private static async Task<IResult> FindAsync(string productId, SaleReader reader)
    {
        if (!Identifiers.IsProductId(productId))
            return Problems.UnknownProduct;
        var look = await reader.LookAsync(productId);
        return look.Shown is { } sale ? TypedResults.Ok(ProductView.Of(sale, look.AsOf) with { AsOf = look.AsOf }) : SaleReader.WhyMissing(look);
    }
}
