namespace FlashFlow.WebFront;

/// <summary>Registers <see cref="Leaving"/>.</summary>
internal static class LeavingRegistration
{
    public static IServiceCollection AddLeaving(this IServiceCollection services)
    {
        services.AddOptions<HostOptions>().Configure<FrontOptions>((host, front) => host.ShutdownTimeout += TimeSpan.FromSeconds(front.LeaveSeconds));
        services.AddHealthChecks().AddCheck<Leaving>("leaving");
        return services.AddSingleton<Leaving>().AddHostedService(provider => provider.GetRequiredService<Leaving>());
    }
}
