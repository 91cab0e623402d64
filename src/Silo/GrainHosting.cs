using FlashFlow.Core.Sales;
using FlashFlow.Grains;
using FlashFlow.Infrastructure;

namespace FlashFlow.Silo;

/// <summary>What a silo needs to hold grains, whatever its cluster is made of.</summary>
public static class GrainHosting
{
    /// <summary>The services that grains use. To be added before Orleans, so that they start before it and stop after it.</summary>
    public static IServiceCollection AddGrainServices(this IServiceCollection services) => services
        .AddRedisLedger()
        .AddRabbitMq()
        .AddPostgres()
        .AddPostgresPreparation()
        .AddStockGuarding()
        .AddRedisStockAnnouncing()
        .AddSingleton<SaleOffice>()
        .AddSingleton<ActiveProducts>();
}
