using FlashFlow.WebFront.Doors;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Products;

/// <summary>What is on sale, and what remains of it.</summary>
internal static class ProductEndpoints
{
    public static void MapProducts(this IEndpointRouteBuilder app)
    {
        var products = app.MapGroup("/products").WithTags("Products").LimitByAddress().ProducesProblem(429);
        products.MapGet("/", ListAsync)
            .WithSummary("Lists the products on sale.")
            .Produces<ProductView[]>()
            .ProducesProblem(503);
        products.MapGet("/{productId}", FindAsync)
            .WithSummary("Shows a product and what remains of it.")
            .Produces<ProductView>()
            .ProducesProblem(404).ProducesProblem(503);
    }

    private static async Task<IResult> ListAsync(SaleReader reader, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok((await reader.ListAsync()).Select(sale => ProductView.Of(sale, now)).ToArray());
    }

    private static async Task<IResult> FindAsync(string productId, SaleReader reader, TimeProvider time) =>
        Identifiers.IsProductId(productId) && await reader.FindAsync(productId) is { } sale
            ? TypedResults.Ok(ProductView.Of(sale, time.GetUtcNow()))
            : await reader.WhyMissingAsync(productId);
}
