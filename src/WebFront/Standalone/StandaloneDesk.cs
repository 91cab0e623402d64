using FlashFlow.Infrastructure;

namespace FlashFlow.WebFront;

/// <summary>The standalone edition: this front guards the stock itself.</summary>
internal static class StandaloneDesk
{
    public static IServiceCollection AddStockDesk(this IServiceCollection services) => services
        .AddRabbitMq()
        .AddStockGuarding()
        .AddSingleton<IStockDesk, StockGuards>()
        .AddRedisStockNews()
        .AddPostgresSaleRecords()
        .AddSingleton<ISaleOffice, SaleOffice>();
}
