using FlashFlow.Grains;
using FlashFlow.Infrastructure;
using FlashFlow.Infrastructure.Hosting;
using FlashFlow.Infrastructure.Redis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using StackExchange.Redis;

namespace FlashFlow.Silo;

/// <summary>A silo: a home for product grains. It listens on HTTP for its health, and to say which products live in it.</summary>
public static class SiloProcess
{
    /// <summary>Builds the silo.</summary>
    /// <param name="args">The command line, which holds settings.</param>
    /// <param name="adapt">Changes the services that it is made of; for tests.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? adapt = null)
    {
        var builder = ServiceProcess.CreateBuilder(args);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);

        // What two crowded fronts have on their way.
        builder.Configuration.SetDefaults(("FlashFlow:Guard:MaxWaiting", "4000"), ("FlashFlow:Postgres:MaxPoolSize", "6"));
        builder.Services
            .AddValidatedOptions<ClusterSettings>("FlashFlow:Cluster")
            .AddValidatedOptions<SiloOptions>("FlashFlow:Silo")
            .AddGrainServices()
            .AddHostedService<MembershipKeeper>()
            .AddWarmUp<SiloWarmUp>();
        builder.Services.AddHealthChecks()
            .AddRedis(whenAway: HealthStatus.Unhealthy)
            .AddRabbitMq(whenAway: HealthStatus.Degraded)
            .AddPostgres(whenAway: HealthStatus.Degraded)
            .AddSuspensions();
        builder.UseOrleans(JoinCluster);

        adapt?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapHealth();
        app.MapGet("/products", (ActiveProducts active) => active.Ids);
        app.MapLockedDashboard();
        return app;
    }

    private static void JoinCluster(ISiloBuilder silo)
    {
        silo.Services.AddOptions<ClusterOptions>().Configure<ClusterSettings>((options, cluster) => cluster.Apply(options));
        silo.Services.AddOptions<EndpointOptions>().Configure<SiloOptions>((endpoints, options) =>
        {
            endpoints.AdvertisedIPAddress = options.FindAddress();
            endpoints.SiloPort = options.Port;
            endpoints.GatewayPort = options.GatewayPort;
        });
        silo.Services.AddOptions<ClusterMembershipOptions>().Configure<SiloOptions>(WatchClosely);
        silo.Services.AddOptions<RedisClusteringOptions>().Configure<RedisOptions>((options, redis) =>
            options.ConfigurationOptions = ConfigurationOptions.Parse(redis.Configuration));
        silo.UseRedisClustering(_ => { });
        if (silo.Configuration.ExportsTelemetry())
            silo.AddActivityPropagation();
        silo.AddLockedDashboard();
    }

    // A dead silo is noticed within seconds; Orleans' defaults take the better part of a minute.
    private static void WatchClosely(ClusterMembershipOptions membership, SiloOptions options)
    {
        membership.ProbeTimeout = TimeSpan.FromMilliseconds(options.ProbeMilliseconds);
        membership.NumMissedProbesLimit = 2;

        // A silo from which anything was heard within as many of these is not taken for dead, whatever its probes say: those that a machine
        // takes with it when it is lost close no connection.
        membership.MaxProbeTimeout = 1.5 * membership.ProbeTimeout;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);

        // A silo that starts takes for alive who said so less than three of these spans before it looks, and tries to reach them for
        // minutes: also those that were killed with the whole cluster. So the spans are over before a process has started.
        membership.IAmAliveTablePublishTimeout = membership.ProbeTimeout / 2;
    }
}
