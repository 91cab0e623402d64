using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Limits;

namespace FlashFlow.WebFront.Pages;

/// <summary>The shopper's pages. They ask the same calls as everybody; without JavaScript they are written here (<see cref="PlainPages"/>).</summary>
internal static class PageEndpoints
{
    // Nothing from elsewhere, nothing written into the page, and the page in nobody's frame: a name with markup in it stays a name.
    private const string Policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private const string ByLanguage = "Accept-Encoding, Accept-Language";
    private const string ByEncoding = "Accept-Encoding";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        var pages = app.ServiceProvider.GetRequiredService<ShopperPages>();
        var plain = app.ServiceProvider.GetRequiredService<PlainPages>();
        var group = app.MapGroup("").ExcludeFromDescription();
        group.MapMethods("/", Methods, context =>
            PlainPages.IsMeantBy(context.Request) ? plain.ListAsync(context) : SendAsync(context, pages.List(context.Request)));
        group.MapMethods("/p/{productId}", Methods, context =>
            PlainPages.IsMeantBy(context.Request) ? plain.ProductAsync(context) : SendAsync(context, pages.Product(context.Request)));
        group.MapMethods("/assets/{version}/{name}", Methods, context => LoadAsync(context, pages));
        group.MapPost("/p/{productId}", plain.BuyAsync).LimitByAddress();
        group.MapMethods("/p/{productId}/orders/{orderId}", Methods, plain.OrderAsync).LimitByAddress();
    }

    /// <summary>What a browser must know to show a page safely.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin";
    }

    private static Task SendAsync(HttpContext context, PageFile page) => page.SendAsync(context, "no-cache", ByLanguage, Protect);

    private static Task LoadAsync(HttpContext context, ShopperPages pages)
    {
        if (pages.Find((string)context.GetRouteValue("name")!) is not { } file)
            return Problems.ForStatus(StatusCodes.Status404NotFound).ExecuteAsync(context);

        // While fronts of two versions run, one is asked for what the other's page names: it gives what it has, and nobody keeps that.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var isThisVersion = (string)context.GetRouteValue("version")! == pages.Version;
        return file.SendAsync(context, isThisVersion ? "public, max-age=31536000, immutable" : "no-cache", ByEncoding);
    }
}
