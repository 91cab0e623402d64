using FlashFlow.Console.Fronts.DeadLetters;
using FlashFlow.Console.Fronts.Orders;
using FlashFlow.Console.Fronts.Sales;

namespace FlashFlow.Console.Fronts;

/// <summary>Registers who calls the fronts: one class for each group of calls.</summary>
internal static class FrontRegistration
{
    public static IServiceCollection AddFronts(this IServiceCollection services)
    {
        services.AddSingleton(provider => new FrontPool(
            new(new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // the key goes to fronts alone
                ConnectTimeout = TimeSpan.FromSeconds(1),
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
                ActivityHeadersPropagator = null,
            })
            {
                Timeout = Timeout.InfiniteTimeSpan, // FrontPool has a deadline of its own, which ends once an answer begins
            },
            provider.GetRequiredService<ConsoleOptions>()));
        return services
            .AddScoped<FrontCaller>()
            .AddScoped<SalesClient>()
            .AddScoped<RebuildClient>()
            .AddScoped<OrdersClient>()
            .AddScoped<DeadLettersClient>();
    }
}
