using FlashFlow.Infrastructure.Postgres;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Products;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.WebFront.Operators.Sales;

/// <summary>Shows operators the sales: all that run, one of them, and those that a product has had.</summary>
internal static class SaleEndpoints
{
    public static void MapSales(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sales", ListAsync)
            .WithTags("Operators")
            .RequireKey(AccessRole.Viewer)
            .WithSummary("Lists the sales of all products that are not archived, a page at a time; suspended and lost ones are among them.")
            .WithDescription(PageAnswer.Description)
            .Produces<SaleView[]>()
            .Produces(StatusCodes.Status304NotModified)
            .Refuses(Problems.BadRequest, Problems.BadPage, Problems.Unavailable);

        var product = app.MapProductCalls(AccessRole.Viewer).Refuses(Problems.UnknownProduct);
        product.MapGet("/sale", FindAsync).WithSummary("Shows the product's sale, archived or not.").Produces<SaleView>();
        product.MapGet("/sales", ListPastAsync)
            .WithSummary("Lists every sale that the product has had, the latest first, with what PostgreSQL has stored of each.")
            .Produces<PastSaleView[]>();
    }

    private static Task<IResult> ListAsync(
        HttpContext context, ProductList list, [FromQuery] string? after, [FromQuery] int limit = PageAnswer.UsualLimit) =>
        PageAnswer.OfAsync(context, list, CatalogView.Sales, after, limit);

    private static async Task<IResult> FindAsync(string productId, ISaleLedger ledger) =>
        SaleView.Of(productId, (await ledger.LookAsync([productId]))[0]) is { } sale ? TypedResults.Ok(sale) : Problems.UnknownProduct;

    private static async Task<IResult> ListPastAsync(string productId, PostgresReports reports, CancellationToken cancellation)
    {
        var sales = await reports.ListSalesAsync(productId, cancellation);
        return sales.Count == 0 ? Problems.UnknownProduct : TypedResults.Ok(sales.Select(PastSaleView.Of).ToArray());
    }
}
