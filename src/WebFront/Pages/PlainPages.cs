using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Orders;
using FlashFlow.WebFront.Orders.Carts;
using FlashFlow.WebFront.Products;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.WebFront.Pages;

/// <summary>
/// The pages for browsers without JavaScript: what is on sale, a form that buys one unit, and the answer. The form has its key in it, so
/// a second click, a reload or the back button sends the same order again (G4).
/// </summary>
/// <remarks>Such a browser hands no token over: where one is required it is told to sign in at the shop, and shows orders of nobody in particular.</remarks>
internal sealed class PlainPages(
    ShopperPages pages, ProductList list, SaleReader reader, Checkout checkout, OrderLookup orders, CartLookup carts, ShopperAccess access, ShopperTokenOptions tokens)
{
    private const string Key = "key";
    private const string Shopper = "shopper";
    private const int MostListed = 100;

    /// <summary>Whether a page is wanted in this form.</summary>
    public static bool IsMeantBy(HttpRequest request) => request.QueryString.HasValue && request.Query.ContainsKey("plain");

    /// <summary>What is on sale.</summary>
    public Task ListAsync(HttpContext context) => AnswerAsync(context, async texts =>
    {
        var after = context.Request.Query["after"].ToString();
        var page = await list.PageAsync(CatalogView.Products, Identifiers.IsProductId(after) ? after : "", MostListed);
        var products = JsonSerializer.Deserialize(page.Body, FrontJson.Default.ProductViewArray)!;
        var lines = products.Select(product =>
            $"""<li><a href="{AddressOf(product.ProductId)}">{Text(product.Name)}</a> <p class="quiet">{Text(texts[$"state.{product.State}"])}</p></li>""");
        var more = page.Next is null ? "" : $"""<p><a href="/?plain=1&amp;after={page.Next}">{Text(texts["moreSales"])}</a></p>""";
        return new(texts["shop"], products.Length == 0 ? Paragraph(texts["nothingOnSale"]) : $"<ul>{string.Concat(lines)}</ul>{more}");
    });

    /// <summary>One sale, with the form where it sells.</summary>
    public Task ProductAsync(HttpContext context) => AnswerAsync(context, async texts =>
    {
        var productId = ProductOf(context);
        var look = Identifiers.IsProductId(productId) ? await reader.LookAsync(productId) : default;
        if (look.Shown is not { } sale)
            return new(texts[look.Suspension is null ? "unknownProduct" : "state.suspended"], "", StatusCodes.Status404NotFound);

        var product = ProductView.Of(sale, look.AsOf);
        var price = product.Price > 0
            ? texts["eachCosts"].Replace("{price}", $"{product.Price.ToString("0.00##", CultureInfo.InvariantCulture)} {product.Currency}".TrimEnd(), StringComparison.Ordinal)
            : texts["free"];
        var body = Paragraph(price) + Paragraph(texts[$"state.{product.State}"]);
        if (product.State == "open" && access.IsRequired)
            body += SignIn(texts, productId);
        else if (product.State == "open")
        {
            body += Paragraph(texts.Count("left", product.Remaining))
                + Form(productId, $"plain-{Guid.NewGuid():N}", $"{Guid.NewGuid():N}", texts["plain.buyOne"]);
        }

        return new(product.Name, body + $"""<p><a href="{AddressOf(productId)}">{Text(texts["plain.refresh"])}</a></p>""");
    });

    /// <summary>Buys one unit.</summary>
    public Task BuyAsync(HttpContext context) => AnswerAsync(context, async texts =>
    {
        var productId = ProductOf(context);
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        var (shopper, key) = (form[Shopper].ToString(), form[Key].ToString());
        if (!Identifiers.IsProductId(productId))
            return new(texts["unknownProduct"], "", StatusCodes.Status404NotFound);
        if (access.IsRequired)
            return new(texts["purchase.heading"], SignIn(texts, productId), StatusCodes.Status401Unauthorized);
        if (IsFromElsewhere(context.Request) || !Identifiers.IsShopperId(shopper) || !Identifiers.IsIdempotencyKey(key))
            return new(texts["plain.notFromHere"], "", StatusCodes.Status400BadRequest);

        var purchase = await checkout.BuyAsync(productId, shopper, quantity: 1, key);
        if (purchase.Result.HasOrder)
        {
            context.Response.Headers.Location = $"/p/{productId}/orders/{purchase.OrderId}";
            return new(texts["purchase.heading"], "", StatusCodes.Status303SeeOther);
        }

        var problem = Problems.For(purchase.Result.Outcome);
        if (problem.Status < StatusCodes.Status500InternalServerError || problem == Problems.Suspended)
            return new(texts[texts.Has($"refused.{problem.Code}") ? $"refused.{problem.Code}" : "refused.other"], Back(texts, productId), problem.Status);
        var words = texts[problem == Problems.Unknown ? "plain.unsure" : "plain.busy"];
        return new(texts["purchase.heading"], Paragraph(words) + Form(productId, shopper, key, texts["plain.ask"]), problem.Status);
    });

    /// <summary>How an order stands.</summary>
    public Task OrderAsync(HttpContext context) => AnswerAsync(context, async texts =>
    {
        var productId = ProductOf(context);
        var order = Identifiers.IsProductId(productId) && Guid.TryParseExact((string?)context.GetRouteValue("orderId"), "D", out var id) && access.Nobody.Sees(id)
            ? await orders.FindAsync(productId, id, showsPayment: false, context.RequestAborted)
                ?? await carts.ViewOfBundleAsync(productId, id, showsPayment: false, context.RequestAborted)
            : null;
        if (order is null)
            return new(texts["plain.unknownOrder"], "", StatusCodes.Status404NotFound);

        var state = order.Status == "held" ? texts.Count("purchase.held", order.Quantity ?? 1) : texts[$"purchase.{order.Status}"];
        var body = new StringBuilder(Paragraph(state));
        if (order is { Status: "held", ExpiresAt: { } deadline })
            body.Append(Paragraph(texts["plain.payBy"].Replace("{when}", $"{deadline.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC", StringComparison.Ordinal)));
        body.Append(CultureInfo.InvariantCulture, $"<p>{Text(texts["purchase.number"])} <code>{order.OrderId}</code></p>");
        body.Append(CultureInfo.InvariantCulture, $"""<p><a href="">{Text(texts["plain.refresh"])}</a></p>""");
        return new(texts["purchase.heading"], body + Back(texts, productId));
    });

    private async Task AnswerAsync(HttpContext context, Func<PageTexts, Task<Answer>> answer)
    {
        var texts = pages.Texts(context.Request);
        Answer page;
        try
        {
            page = await answer(texts);
        }
        catch (Exception failure) when (failure is LedgerUnavailableException or SaleStoreUnavailableException)
        {
            page = new(texts["cannotLoad"], "", StatusCodes.Status503ServiceUnavailable);
        }
        catch (InvalidDataException)
        {
            page = new(texts["plain.notFromHere"], "", StatusCodes.Status400BadRequest);
        }

        // The back button shows the form as it was, with its key.
        PageEndpoints.Protect(context.Response);
        context.Response.Headers.CacheControl = "private, no-cache";
        context.Response.Headers.Vary = "Accept-Language";
        context.Response.StatusCode = page.Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(Whole(texts, page), context.RequestAborted);
    }

    private string Whole(PageTexts texts, Answer page) => $"""
        <!doctype html>
        <html lang="{texts.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(page.Title)}</title>
        <link rel="icon" href="{pages.Assets}/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="{pages.Assets}/style.css">
        </head>
        <body>
        <header><nav><a href="/?plain=1">{Text(texts["allSales"])}</a></nav></header>
        <main><h1>{Text(page.Title)}</h1>{page.Body}</main>
        </body>
        </html>
        """;

    private static string Form(string productId, string shopper, string key, string button) => $"""
        <form method="post" action="/p/{productId}">
        <input type="hidden" name="{Shopper}" value="{Text(shopper)}"><input type="hidden" name="{Key}" value="{Text(key)}">
        <button>{Text(button)}</button>
        </form>
        """;

    private string SignIn(PageTexts texts, string productId)
    {
        var page = tokens.SignInPage?.Replace("{productId}", productId, StringComparison.Ordinal);
        return Paragraph(texts["signIn.needed"]) + (page is { Length: > 0 } ? $"""<p><a href="{Text(page)}">{Text(texts["signIn.go"])}</a></p>""" : "");
    }

    private static string Back(PageTexts texts, string productId) => $"""<p><a href="{AddressOf(productId)}">{Text(texts["buy.legend"])}</a></p>""";

    // Other sites must not have their visitors buy here. Browsers say where a form was; who says nothing is no browser.
    private static bool IsFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    private static string ProductOf(HttpContext context) => (string)context.GetRouteValue("productId")!;

    private static string AddressOf(string productId) => $"/p/{productId}?plain=1";

    private static string Paragraph(string words) => $"<p>{Text(words)}</p>";

    private static string Text(string words) => HtmlEncoder.Default.Encode(words);

    // What a page says: the body is markup.
    private sealed record Answer(string Title, string Body, int Status = StatusCodes.Status200OK);
}
