using FlashFlow.Infrastructure;

namespace FlashFlow.WebFront;

/// <summary>The standalone edition: this front guards the stock itself.</summary>
internal static class StandaloneDesk
{
    public static WebApplicationBuilder AddStockDesk(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddStockGuarding()
            .AddSingleton<IStockDesk, StockGuards>()
            .AddRedisStockNews()
            .AddSingleton<ISaleOffice, SaleOffice>();
        builder.Services.AddHealthChecks().AddSuspensions();
        return builder;
    }
}
