using System.Net;
using System.Threading.RateLimiting;
using FlashFlow.Infrastructure.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;

namespace FlashFlow.Console.Access;

/// <summary>Signing in with a named key, and out. The front says whose key it is (<c>GET /access</c>).</summary>
internal static class SignIn
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    public const string PagePath = "/sign-in";
    public const string SessionPath = "/session";
    public const string EndPath = "/session/end";
    public const string CookieName = "flashflow-console";
    public const string ReturnParameter = "to";
    public const string BecauseParameter = "because";

    // Keys are random and long; this is for whoever thinks that they are not.
    private const int TriesPerMinute = 20;

    public static IServiceCollection AddSigningIn(this IServiceCollection services)
    {
        services.AddSingleton<SessionStore>().AddSingleton<AccessClient>();

        // Nothing that opens a cookie outlives this process, nor is it written to a disk. Sessions do not either.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddCascadingAuthenticationState();
        services.AddAuthorization();
        services.AddAuthentication(Scheme).AddCookie(Scheme, cookie =>
        {
            cookie.LoginPath = PagePath;
            cookie.AccessDeniedPath = PagePath;
            cookie.ReturnUrlParameter = ReturnParameter;
            cookie.SlidingExpiration = true;
            cookie.Cookie = new SessionCookie { Name = CookieName };
        });
        services.AddOptions<CookieAuthenticationOptions>(Scheme).Configure<SessionStore, ConsoleOptions>((cookie, store, options) =>
        {
            cookie.SessionStore = store;
            cookie.ExpireTimeSpan = TimeSpan.FromMinutes(options.SessionMinutes);
        });
        services.AddAntiforgery(antiforgery => antiforgery.Cookie = new SessionCookie { Name = $"{CookieName}-form" });
        services.AddRateLimiter(limits => limits.AddPolicy(PagePath, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress ?? IPAddress.None,
            _ => new() { PermitLimit = TriesPerMinute, Window = TimeSpan.FromMinutes(1) })).OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Redirect(Address(Refusal.TooMany, null));
            return ValueTask.CompletedTask;
        });
        return services;
    }

    public static void MapSigningIn(this WebApplication app)
    {
        app.MapPost(SessionPath, BeginAsync).AllowAnonymous().RequireRateLimiting(PagePath);
        app.MapPost(EndPath, EndAsync).AllowAnonymous();
    }

    /// <summary>The sign-in page, which says why.</summary>
    public static string Address(Refusal because, string? to) =>
        $"{PagePath}{QueryString.Create(new KeyValuePair<string, string?>[] { new(BecauseParameter, because == Refusal.None ? null : $"{because}"), new(ReturnParameter, to) }.Where(pair => pair.Value is not null))}";

    private static async Task<IResult> BeginAsync(
        HttpContext context, [FromForm] string? key, [FromForm] string? to, AccessClient access, ILogger<SessionStore> logger, CancellationToken cancellation)
    {
        var shown = key?.Trim() ?? "";
        var (refusal, holder) = await FindHolderAsync(context.Connection.RemoteIpAddress, shown, access, cancellation);
        if (holder is null)
            return Results.LocalRedirect(Address(refusal, IsLocal(to) ? to : null));

        await context.SignInAsync(Scheme, ConsoleUser.Create(holder.Name, holder.Role, shown));
        logger.LogInformation("{Name} ({Role}) signed in", holder.Name, holder.Role);
        return Results.LocalRedirect(IsLocal(to) ? to! : "/");
    }

    private static async Task<(Refusal Refusal, KeyHolder? Holder)> FindHolderAsync(IPAddress? caller, string key, AccessClient access, CancellationToken cancellation)
    {
        if (!DemoKeys.MayComeFrom(caller, key))
            return (Refusal.DemoKey, null);
        try
        {
            return await access.FindHolderAsync(key, cancellation) switch
            {
                null => (Refusal.WrongKey, null),
                var holder when ConsoleUser.MayLook(holder.Role) => (Refusal.None, holder),
                _ => (Refusal.ShopKey, null),
            };
        }
        catch (FrontException)
        {
            return (Refusal.NoFront, null);
        }
    }

    private static async Task<IResult> EndAsync(HttpContext context, [FromForm] string? because)
    {
        await context.SignOutAsync(Scheme);
        return Results.LocalRedirect(Address(because == nameof(Refusal.SignedOut) ? Refusal.SignedOut : Refusal.None, null));
    }

    // Whoever is sent here from elsewhere is not sent on to elsewhere.
    private static bool IsLocal(string? path) => path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl);
}
