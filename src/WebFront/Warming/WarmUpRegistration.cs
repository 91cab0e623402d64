namespace FlashFlow.WebFront.Warming;

/// <summary>Has the front warm up before it is ready.</summary>
internal static class WarmUpRegistration
{
    public static IServiceCollection AddWarmUp(this IServiceCollection services)
    {
        services
            .AddSingleton<ImaginaryProduct>()
            .AddSingleton<WarmUp>()
            .AddHostedService(provider => provider.GetRequiredService<WarmUp>())
            .AddHealthChecks().AddCheck<WarmUpHealthCheck>("warm");
        return services;
    }
}
