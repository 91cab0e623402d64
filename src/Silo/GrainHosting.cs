using System.Data.Common;
using FlashFlow.Core.Live;
using FlashFlow.Grains;
using FlashFlow.Infrastructure;
using FlashFlow.Infrastructure.Postgres;
using Npgsql;
using Orleans.Configuration;

namespace FlashFlow.Silo;

/// <summary>What a silo needs to hold grains, whatever its cluster is made of.</summary>
public static class GrainHosting
{
    /// <summary>The services that grains use. To be added before Orleans, so that they start before it and stop after it.</summary>
    public static IServiceCollection AddGrainServices(this IServiceCollection services) => services
        .AddRedisLedger()
        .AddRabbitMq()
        .AddPostgres()
        .AddHostedService<GrainStoragePreparation>()
        .AddStockGuarding()
        .AddSingleton<IStockNews, OrleansStockNews>()
        .AddSingleton<ActiveProducts>();

    /// <summary>Where grains keep their state, and the streams on which they are heard.</summary>
    public static ISiloBuilder AddGrainProviders(this ISiloBuilder silo)
    {
        DbProviderFactories.RegisterFactory(GrainStorage.Invariant, NpgsqlFactory.Instance);
        silo.AddAdoNetGrainStorage(GrainStorage.Name, storage => storage
            .Configure<PostgresOptions>(Keep)
            .Configure(options => options.GrainStorageSerializer = new JsonStateSerializer()));
        silo.AddAdoNetGrainStorage("PubSubStore", storage => storage.Configure<PostgresOptions>(Keep));
        silo.AddMemoryStreams(StockNews.Provider, streams =>
        {
            streams.ConfigurePartitioning(2);
            streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(50)));
        });
        return silo;
    }

    private static void Keep(AdoNetGrainStorageOptions storage, PostgresOptions postgres)
    {
        storage.Invariant = GrainStorage.Invariant;
        storage.ConnectionString = postgres.ConnectionString;
    }
}
