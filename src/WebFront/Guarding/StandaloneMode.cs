using FlashFlow.Core.Carts;
using FlashFlow.Infrastructure;

namespace FlashFlow.WebFront.Guarding;

/// <summary>Standalone: this front guards the stock itself.</summary>
internal static class StandaloneMode
{
    public static WebApplicationBuilder GuardHere(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddStockGuarding()
            .AddSingleton<ICartLedger>(services => services.GetRequiredService<AnnouncingCartLedger>())
            .AddSingleton<ISaleOffice, SaleOffice>()
            .AddKeyedSingleton(StockLedgers.ForWarmUp, (services, _) => services.GetRequiredKeyedService<IStockLedger>(StockLedgers.Rehearsing));
        builder.Services.AddHealthChecks().AddSuspensions();
        return builder;
    }
}
