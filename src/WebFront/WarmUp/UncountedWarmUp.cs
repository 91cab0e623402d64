using FlashFlow.Infrastructure.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace FlashFlow.WebFront.WarmUp;

/// <summary>Leaves the front's own calls out of what is measured and limited.</summary>
internal static class UncountedWarmUp
{
    /// <summary>Whether a call is one of the front's own.</summary>
    public static bool IsMeantBy(this ImaginaryProduct imaginary, HttpContext context) =>
        context.GetRouteValue("productId") is string productId && imaginary.IsMeantBy(productId);

    /// <summary>Leaves them out of the metrics of HTTP.</summary>
    public static void UseUncountedWarmUp(this WebApplication app)
    {
        if (app.Services.GetRequiredService<WarmUpService>().IsDone)
            return;
        var imaginary = app.Services.GetRequiredService<ImaginaryProduct>();
        app.Use((HttpContext context, RequestDelegate next) =>
        {
            // Also when the warm-up is over: its last calls may arrive after it gave up on them.
            if (imaginary.IsMeantBy(context) && context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
                metrics.MetricsDisabled = true;
            return next(context);
        });
    }
}
