using FlashFlow.Core.Carts;
using FlashFlow.Grains;
using FlashFlow.Infrastructure;
using FlashFlow.Infrastructure.Hosting;
using FlashFlow.Infrastructure.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using StackExchange.Redis;

namespace FlashFlow.WebFront.Guarding;

/// <summary>Cluster: this front is a client of the silos, and the product grains guard the stock.</summary>
internal static class ClusterMode
{
    public static WebApplicationBuilder GuardByGrains(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);

        // A grain's answer waits behind the HTTP requests of a crowd, so a call to it takes along all who wait; the silo splits them.
        builder.Configuration.SetDefaults(("FlashFlow:Guard:MaxBatch", "2000"), ("FlashFlow:Guard:MaxWaiting", "2000"));
        builder.Services
            .AddValidatedOptions<ClusterSettings>("FlashFlow:Cluster")
            .AddValidatedOptions<ClusterCallOptions>("FlashFlow:Cluster")
            .AddValidatedOptions<GuardOptions>("FlashFlow:Guard")
            .AddSingleton<LedgerClock>()
            .AddSingleton(RepeatCalls)
            .AddSingleton<GrainLedger>()
            .AddSingleton<RehearsalGrainLedger>()
            .AddKeyedSingleton<IStockLedger>(StockLedgers.BehindGrain, (services, _) =>
                ActivatorUtilities.CreateInstance<RetryingLedger>(services, services.GetRequiredService<GrainLedger>()))
            .AddKeyedSingleton<IStockLedger>(StockLedgers.ForWarmUp, (services, _) =>
                ActivatorUtilities.CreateInstance<RetryingLedger>(services, services.GetRequiredService<RehearsalGrainLedger>(), NullLogger<RetryingLedger>.Instance))
            .AddSingleton(services => ActivatorUtilities.CreateInstance<StockGuardFactory>(
                services, services.GetRequiredKeyedService<IStockLedger>(StockLedgers.BehindGrain), GuardInstruments.Grains))
            .AddSingleton<GrainCalls>()
            .AddSingleton<ICartLedger, GrainCartLedger>()
            .AddSingleton<ISaleOffice, GrainSaleOffice>();
        builder.Services.AddHealthChecks().AddCheck<ClusterHealthCheck>("cluster");
        builder.UseOrleansClient(JoinCluster);
        return builder;
    }

    private static RepeatedCalls RepeatCalls(IServiceProvider services)
    {
        var options = services.GetRequiredService<ClusterCallOptions>();
        return ActivatorUtilities.CreateInstance<RepeatedCalls>(
            services, TimeSpan.FromMilliseconds(options.AttemptMilliseconds), TimeSpan.FromMilliseconds(options.DeadlineMilliseconds));
    }

    private static void JoinCluster(IClientBuilder client)
    {
        client.Services.AddOptions<ClusterOptions>().Configure<ClusterSettings>((options, cluster) => cluster.Apply(options));

        // Nobody waits longer for an answer, so no silo has a call in hand that is older.
        client.Services.AddOptions<ClientMessagingOptions>().Configure<ClusterCallOptions>((messages, calls) =>
            messages.ResponseTimeout = TimeSpan.FromMilliseconds(calls.DeadlineMilliseconds));
        client.Services.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
        client.Services.AddOptions<RedisClusteringOptions>().Configure<RedisOptions>((options, redis) =>
            options.ConfigurationOptions = ConfigurationOptions.Parse(redis.Configuration));
        client.UseRedisClustering(_ => { });
        client.UseConnectionRetryFilter<ClusterConnectionRetry>();
        if (client.Configuration.ExportsTelemetry())
            client.AddActivityPropagation();
    }
}
