using FlashFlow.WebFront.Errors;
using Microsoft.Net.Http.Headers;

namespace FlashFlow.WebFront.Products;

/// <summary>Answers with a page of the list of products, which has a name, and names the next.</summary>
internal static class PageAnswer
{
    /// <summary>How many are on a page where nobody says how many.</summary>
    public const int UsualLimit = 100;

    /// <summary>Most on a page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>What calls that answer with a page say of it.</summary>
    public static string Description { get; } =
        $"In order of their ids: the first `limit` (1 to {MaxLimit}, usually {UsualLimit}) after the product `after`. A header Link with rel=\"next\" "
        + "names the next page, and is missing on the last. A page is shared by all who ask for it for a quarter of a second, and longer where "
        + "there are many products; it has an ETag, and with If-None-Match one that has not changed is answered 304.";

    /// <summary>Why a page cannot be so long; null when it can.</summary>
    public static Problem? FindDefect(int limit) => limit is < 1 or > MaxLimit ? Problems.BadPage.With($"The limit must be from 1 to {MaxLimit}.") : null;

    /// <summary>The page after a product, or what is wrong with the question.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    public static async Task<IResult> OfAsync(HttpContext context, ProductList list, CatalogView view, string? after, int limit)
    {
        if (FindDefect(limit) is { } defect)
            return defect;
        if (after is not null && !Identifiers.IsProductId(after))
            return Problems.BadPage.With("A page begins after a product id.");

        var page = await list.PageAsync(view, after ?? "", limit);
        context.Response.Headers.CacheControl = "no-cache";
        if (page.Next is { } next)
            context.Response.Headers.Link = $"<{(view == CatalogView.Products ? "/products" : "/sales")}?after={next}&limit={limit}>; rel=\"next\"";
        return TypedResults.Bytes(page.Body, "application/json; charset=utf-8", entityTag: EntityTagHeaderValue.Parse(page.ETag));
    }
}
