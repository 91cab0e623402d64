using System.Net;
using System.Threading.RateLimiting;
using FlashFlow.Infrastructure;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Warming;
using Microsoft.AspNetCore.RateLimiting;

namespace FlashFlow.WebFront.Doors;

/// <summary>
/// ASP.NET's rate limiter before the shopper's calls. By address it stands in the pipeline, before a body is read; by shopper it can
/// only be asked once the body is (<see cref="ShopperLimit"/>).
/// </summary>
internal static class RateLimits
{
    private const string PerAddress = "address";

    private static readonly RateLimitPartition<IPAddress> NoBucket = RateLimitPartition.GetNoLimiter(IPAddress.None);

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services
            .AddValidatedOptions<RateLimitOptions>("FlashFlow:RateLimit")
            .AddSingleton<ShopperLimit>()
            .AddRateLimiter(limiter => limiter.OnRejected = (rejected, _) => new(Problems.TooManyRequests.ExecuteAsync(rejected.HttpContext)))
            .AddOptions<RateLimiterOptions>()
            .Configure<RateLimitOptions, ImaginaryProduct>((limiter, limits, imaginary) =>
                limiter.AddPolicy(PerAddress, context => IsWarmUp(context, imaginary) ? NoBucket : BucketOf(context, limits)));
        return services;
    }

    /// <summary>Asks for the limit by address at every call marked with <see cref="LimitByAddress"/>; without one nothing is asked.</summary>
    public static void UseRateLimits(this WebApplication app)
    {
        if (app.Services.GetRequiredService<RateLimitOptions>().PerAddressPerSecond > 0)
            app.UseRateLimiter();
    }

    /// <summary>Marks calls of shoppers.</summary>
    public static TBuilder LimitByAddress<TBuilder>(this TBuilder calls)
        where TBuilder : IEndpointConventionBuilder => calls.RequireRateLimiting(PerAddress);

    /// <summary>
    /// A bucket that holds <paramref name="burst"/> calls and is filled with <paramref name="perSecond"/> a second. Whoever is partitioned
    /// by it costs memory while calling and for about ten seconds longer: then the bucket is full again and the library drops it.
    /// </summary>
    public static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / perSecond),
        AutoReplenishment = false, // A timer of the partitioned limiter fills all of them.
    };

    // The front's own calls must not use up what a proxy on the same machine, or a shopper's program there, may call.
    private static bool IsWarmUp(HttpContext context, ImaginaryProduct imaginary) =>
        context.GetRouteValue("productId") is string productId && productId == imaginary.Id;

    private static RateLimitPartition<IPAddress> BucketOf(HttpContext context, RateLimitOptions limits) => RateLimitPartition.GetTokenBucketLimiter(
        RemoteNetwork.Of(context.Connection.RemoteIpAddress),
        _ => Bucket(limits.PerAddressPerSecond, limits.AddressBurst));
}
