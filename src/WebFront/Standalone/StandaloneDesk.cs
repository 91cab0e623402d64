using FlashFlow.Core.Outbox;
using FlashFlow.Infrastructure;

namespace FlashFlow.WebFront;

/// <summary>The standalone edition: this front guards the stock itself.</summary>
internal static class StandaloneDesk
{
    public static IServiceCollection AddStockDesk(this IServiceCollection services) => services
        .AddValidatedOptions<GuardOptions>("FlashFlow:Guard")
        .AddValidatedOptions<RelayOptions>("FlashFlow:Relay")
        .AddSingleton<OutboxRelay>()
        .AddSingleton<OutboxSweep>()
        .AddSingleton<IStockDesk, StockGuards>()
        .AddHostedService<OutboxService>();
}
