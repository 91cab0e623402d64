namespace FlashFlow.Console;

/// <summary>What every answer tells the browser about what its pages may do.</summary>
internal static class PageHeaders
{
    // Everything comes from this process: no script, style, font or picture from elsewhere, none inside a page, and nobody frames a page.
    // Allowed beyond that:
    // - style attributes: Fluent UI's components set widths and places by them. They style one element and run nothing.
    // - pictures as data: Fluent UI's styles have small signs (a tick, an arrow) inside them.
    // Blazor's circuit is a WebSocket to this very address, which 'self' covers.
    private const string Policy =
        "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void UsePageHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        context.Response.OnStarting(() =>
        {
            // What is shown is for who has signed in. Styles and scripts say themselves how long they may be kept.
            if (headers.CacheControl.Count == 0)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    });
}
