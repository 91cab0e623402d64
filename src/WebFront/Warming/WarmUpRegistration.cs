using Microsoft.AspNetCore.Http.Features;

namespace FlashFlow.WebFront.Warming;

/// <summary>Has the front warm up before it is ready.</summary>
internal static class WarmUpRegistration
{
    public static IServiceCollection AddWarmUp(this IServiceCollection services)
    {
        services
            .AddSingleton<ImaginaryProduct>()
            .AddSingleton<WarmUp>()
            .AddHostedService(provider => provider.GetRequiredService<WarmUp>());
        services.AddHealthChecks().AddCheck<WarmUpHealthCheck>("warm");
        return services;
    }

    /// <summary>Leaves the front's own calls out of the metrics of HTTP.</summary>
    public static void UseUncountedWarmUp(this WebApplication app)
    {
        var warmUp = app.Services.GetRequiredService<WarmUp>();
        if (warmUp.IsDone)
            return;
        var imaginary = app.Services.GetRequiredService<ImaginaryProduct>();
        app.Use((HttpContext context, RequestDelegate next) =>
        {
            if (!warmUp.IsDone && imaginary.IsMeantBy(context) && context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
                metrics.MetricsDisabled = true;
            return next(context);
        });
    }
}
