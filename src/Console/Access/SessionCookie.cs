using System.Net;

namespace FlashFlow.Console.Access;

/// <summary>
/// A cookie that no script reads, that comes with no link or form of another site, and that travels by TLS only, unless the browser says that
/// this is its own machine.
/// </summary>
internal sealed class SessionCookie : CookieBuilder
{
    public SessionCookie()
    {
        HttpOnly = true;
        SameSite = SameSiteMode.Strict;
        IsEssential = true;
        Path = "/";
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var cookie = base.Build(context, expiresFrom);
        cookie.Secure = context.Request.IsHttps || !IsLoopback(context.Request.Host.Host);
        return cookie;
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
