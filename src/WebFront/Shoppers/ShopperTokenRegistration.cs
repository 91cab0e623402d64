using FlashFlow.Infrastructure;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>Registers what shoppers are known by.</summary>
internal static class ShopperTokenRegistration
{
    /// <summary>Registers it; keys are read, and asked for, where tokens are looked at.</summary>
    /// <exception cref="InvalidOperationException">The setting is no mode.</exception>
    public static IServiceCollection AddShopperTokens(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddValidatedOptions<ShopperTokenOptions>(ShopperTokenOptions.Section)
            .AddSingleton<ShopperAccess>();
        if (configuration[ShopperTokenOptions.ModeSetting] is not { Length: > 0 } mode || mode.Equals(nameof(ShopperTokenMode.Off), StringComparison.OrdinalIgnoreCase))
            return services;

        services
            .AddSingleton<ShopperTokens>()
            .AddSingleton<ShopperKeysOfFile>()
            .AddSingleton<ShopperKeysOfAddress>()
            .AddSingleton<IShopperKeys>(Choose)
            .AddHealthChecks().AddCheck<ShopperKeysHealthCheck>("shopper-tokens", HealthStatus.Unhealthy);
        if (configuration[$"{ShopperTokenOptions.Section}:{nameof(ShopperTokenOptions.KeysAddress)}"] is { Length: > 0 })
            services.AddHostedService(provider => provider.GetRequiredService<ShopperKeysOfAddress>());
        return services;
    }

    private static IShopperKeys Choose(IServiceProvider services)
    {
        var options = services.GetRequiredService<ShopperTokenOptions>();
        options.Need(services.GetRequiredService<FrontOptions>());
        return options.KeysFile is { Length: > 0 } ? services.GetRequiredService<ShopperKeysOfFile>() : services.GetRequiredService<ShopperKeysOfAddress>();
    }
}
