using FlashFlow.Infrastructure.Access;
using Orleans.Dashboard;

namespace FlashFlow.Silo;

/// <summary>
/// Orleans' dashboard on the silo's own HTTP port, for whoever shows the key. Without a key there is none, and no grain call is measured for it.
/// </summary>
internal static class Dashboard
{
    private const string Path = "/dashboard";

    public static void AddLockedDashboard(this ISiloBuilder silo)
    {
        if (FindKey(silo.Configuration) is not null)
            silo.AddDashboard();
    }

    public static void MapLockedDashboard(this WebApplication app)
    {
        if (FindKey(app.Configuration) is not { } key)
            return;
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path), dashboard => dashboard.Use((context, next) =>
            Shown(context.Request) is { } shown && AccessKey.IsSame(shown, key) ? next(context) : RefuseAsync(context.Response)));
        app.MapOrleansDashboard(Path);
    }

    private static string? FindKey(IConfiguration configuration) =>
        configuration[$"FlashFlow:Silo:{nameof(SiloOptions.DashboardKey)}"] is { Length: > 0 } key ? key : null;

    private static string? Shown(HttpRequest request) => AccessKey.FromBearer(request) ?? AccessKey.FromBasic(request);

    private static Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Basic realm=\"FlashFlow\", charset=\"UTF-8\"";
        return Task.CompletedTask;
    }
}
