using FlashFlow.Console.Access;
using FlashFlow.Console.Health;
using FlashFlow.Console.Pages;
using FlashFlow.Infrastructure;
using FlashFlow.Infrastructure.Hosting;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.FileProviders;
using Microsoft.FluentUI.AspNetCore.Components;

namespace FlashFlow.Console;

/// <summary>
/// The operators' pages, a process of its own: what they show and do goes through the front's calls, with the key of who has signed in, as
/// everybody's. So nothing here shares a process with buys, and nothing can be done here that the key does not open.
/// </summary>
public static class ConsoleProcess
{
    /// <summary>Builds it.</summary>
    /// <param name="args">The command line, which holds settings.</param>
    /// <param name="adapt">Changes the services that it is made of; for tests.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? adapt = null)
    {
        var builder = ServiceProcess.CreateBuilder(args);
        UseOwnAssets(builder);

        builder.Services
            .AddValidatedOptions<ConsoleOptions>("FlashFlow:Console")
            .AddFronts()
            .AddSigningIn()
            .AddHostedService(provider => provider.GetRequiredService<ProcessWatch>())
            .AddSingleton<ProcessWatch>()
            .AddFluentUIComponents();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddHealthChecks().AddCheck<FrontHealthCheck>("front");

        adapt?.Invoke(builder.Services);
        var app = builder.Build();
        app.UsePageHeaders();
        app.UseWhen(MayBeAPage, pages => pages.UseStatusCodePagesWithReExecute(NotFound.Path));
        app.UseRouting(); // here, so that what is executed again is routed again
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseRateLimiter();
        app.MapStaticAssets().AllowAnonymous();
        app.MapSigningIn();
        app.MapExport();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null) // PageHeaders says it, for every answer.
            .RequireAuthorization();
        app.MapHealth();
        return app;
    }

    // Whoever types a wrong address gets a page that says so; a form, a file or a health check gets its status.
    private static bool MayBeAPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments(ExportEndpoints.Path);

    private static string Name => typeof(ConsoleProcess).Assembly.GetName().Name!;

    // Styles and scripts are found beside the program, wherever it is started: where it was published, in wwwroot; where it was built, by
    // the manifest that the build has left there.
    private static void UseOwnAssets(WebApplicationBuilder builder)
    {
        builder.Environment.ApplicationName = Name;
        if (Path.Combine(AppContext.BaseDirectory, "wwwroot") is var own && Directory.Exists(own))
            builder.Environment.WebRootFileProvider = new PhysicalFileProvider(own);
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
    }
}
