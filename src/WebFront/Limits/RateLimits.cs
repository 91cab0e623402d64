using FlashFlow.Infrastructure;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.WarmUp;

namespace FlashFlow.WebFront.Limits;

/// <summary>
/// The rate limits before the shopper's calls. By address it stands in the pipeline, before a body is read; by shopper it can only be
/// asked once the body is (<see cref="ShopperLimit"/>).
/// </summary>
internal static class RateLimits
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddValidatedOptions<RateLimitOptions>("FlashFlow:RateLimit").AddSingleton<ShopperLimit>().AddSingleton<AddressLimit>().AddSingleton<RefusedKeyLimit>();
        return services;
    }

    /// <summary>Asks for the limit by address at every call marked with <see cref="LimitByAddress"/>; without one nothing is asked.</summary>
    public static void UseRateLimits(this WebApplication app)
    {
        var limit = app.Services.GetRequiredService<AddressLimit>();
        if (!limit.IsSet)
            return;

        // The front's own calls must not use up what a proxy on the same machine, or a shopper's program there, may call.
        var imaginary = app.Services.GetRequiredService<ImaginaryProduct>();
        app.Use((HttpContext context, RequestDelegate next) =>
            context.GetEndpoint()?.Metadata.GetMetadata<LimitedByAddress>() is null || imaginary.IsMeantBy(context) || limit.Allows(context.Connection.RemoteIpAddress)
                ? next(context)
                : Problems.TooManyRequests.ExecuteAsync(context));
    }

    /// <summary>Marks calls of shoppers.</summary>
    public static TBuilder LimitByAddress<TBuilder>(this TBuilder calls)
        where TBuilder : IEndpointConventionBuilder => calls.WithMetadata(new LimitedByAddress()).Refuses(Problems.TooManyRequests);

    private sealed class LimitedByAddress;
}
