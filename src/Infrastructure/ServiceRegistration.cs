using FlashFlow.Core.Auditing;
using FlashFlow.Core.Carts;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Live;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Core.Reviewing;
using FlashFlow.Core.Rooms;
using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure.Hosting;
using FlashFlow.Infrastructure.Postgres;
using FlashFlow.Infrastructure.Postgres.Feed;
using FlashFlow.Infrastructure.Postgres.Retention;
using FlashFlow.Infrastructure.Postgres.Webhooks;
using FlashFlow.Infrastructure.RabbitMq;
using FlashFlow.Infrastructure.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace FlashFlow.Infrastructure;

/// <summary>Registers the adapters behind Core's ports.</summary>
public static class ServiceRegistration
{
    /// <summary>Binds a component's options to its section; a wrong value stops the start with a sentence that names the key.</summary>
    public static IServiceCollection AddValidatedOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new SectionValidation<TOptions>(section));
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>The ledger and its outbox in Redis, section <c>FlashFlow:Redis</c>.</summary>
    public static IServiceCollection AddRedisLedger(this IServiceCollection services) => services
        .AddValidatedOptions<RedisOptions>("FlashFlow:Redis")
        .AddSingleton<RedisConnection>()
        .AddSingleton<RedisKeys>()
        .AddSingleton<ProductKeyDirectory>()
        .AddSingleton<RedisDurability>()
        .AddSingleton<RedisProducts>()
        .AddSingleton(services => new StallWatch(services.GetRequiredService<TimeProvider>()).Begin())
        .AddSingleton<RedisIdentity>()
        .AddKeyedSingleton<IStockLedger, RedisStockLedger>(StockLedgers.InRedis)
        .AddKeyedSingleton<IStockLedger, RedisRehearsal>(StockLedgers.Rehearsing)
        .AddKeyedSingleton<ICartLedger, RedisCartLedger>(StockLedgers.InRedis)
        .AddSingleton<ICartRecords, RedisCartRecords>()
        .AddSingleton<ISaleLedger, RedisSaleLedger>()
        .AddSingleton<IRoomLedger, RedisRoomLedger>()
        .AddSingleton<ILedgerReplacement, RedisLedgerReplacement>()
        .AddSingleton<IOutbox, RedisOutbox>();

    /// <summary>News of stock over Redis, for a process that tells them and hears none.</summary>
    public static IServiceCollection AddRedisStockAnnouncing(this IServiceCollection services) => services
        .AddSingleton<LiveStock>()
        .AddSingleton<IStockNews, RedisStockNews>();

    /// <summary>News of stock over Redis, told and heard.</summary>
    public static IServiceCollection AddRedisStockNews(this IServiceCollection services) => services
        .AddSingleton<LiveStock>()
        .AddSingleton<RedisStockNews>()
        .AddSingleton<IStockNews>(provider => provider.GetRequiredService<RedisStockNews>())
        .AddHostedService(provider => provider.GetRequiredService<RedisStockNews>());

    /// <summary>
    /// Makes this process one that guards stock: guards over the ledger, the relay of what they accepted, the sweep of what is stored
    /// or was left behind, the watch for ledgers that lost data, and the records of what operators changed. Sections <c>FlashFlow:Guard</c> and <c>FlashFlow:Relay</c>.
    /// </summary>
    public static IServiceCollection AddStockGuarding(this IServiceCollection services) => services
        .AddValidatedOptions<GuardOptions>("FlashFlow:Guard")
        .AddValidatedOptions<RelayOptions>("FlashFlow:Relay")
        .AddSingleton<AwaitedEntries>()
        .AddSingleton<OutboxRelay>()
        .AddSingleton<OutboxTrim>()
        .AddSingleton<OverdueEntries>()
        .AddSingleton<OutboxSweep>()
        .AddSingleton<StockAnnouncer>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<AnnouncingLedger>(
            provider, new DeadlineLedger(provider.GetRequiredKeyedService<IStockLedger>(StockLedgers.InRedis))))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<AnnouncingCartLedger>(
            provider, provider.GetRequiredKeyedService<ICartLedger>(StockLedgers.InRedis)))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<StockGuardFactory>(provider, provider.GetRequiredService<AnnouncingLedger>()))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<OverdueHolds>(provider, provider.GetRequiredService<AnnouncingLedger>()))
        .AddSingleton<LedgerWatch>()
        .AddSingleton<SaleRecorder>()
        .AddHostedService<SaleRecordService>()
        .AddHostedService<OutboxService>()
        .AddHostedService<LedgerWatchService>();

    /// <summary>The broker, section <c>FlashFlow:RabbitMq</c>.</summary>
    public static IServiceCollection AddRabbitMq(this IServiceCollection services) => services
        .AddValidatedOptions<RabbitMqOptions>("FlashFlow:RabbitMq")
        .AddSingleton<RabbitMqTopology>()
        .AddSingleton<RabbitMqConnector>()
        .AddSingleton<RabbitMqOrderPublisher>()
        .AddSingleton<IOrderPublisher>(provider => provider.GetRequiredService<RabbitMqOrderPublisher>())
        .AddSingleton<ILetterReplay, RabbitMqLetterReplay>()
        .AddSingleton<IBrokerContents, RabbitMqContents>();

    /// <summary>The store, section <c>FlashFlow:Postgres</c>.</summary>
    public static IServiceCollection AddPostgres(this IServiceCollection services) => services
        .AddValidatedOptions<PostgresOptions>("FlashFlow:Postgres")
        .AddSingleton(provider => PostgresConnections.Open(provider.GetRequiredService<PostgresOptions>()))
        .AddSingleton<IOrderStore, PostgresOrders>()
        .AddSingleton<PostgresStoredOrders>()
        .AddSingleton<IStoredOrders>(provider => provider.GetRequiredService<PostgresStoredOrders>())
        .AddSingleton<ISettledNumbers, PostgresSettledNumbers>()
        .AddSingleton<PostgresReports>()
        .AddSingleton<PostgresShoppers>()
        .AddSingleton<PostgresFeed>()
        .AddSingleton<FeedSequencer>()
        .AddSingleton<PostgresWebhooks>()
        .AddSingleton<WebhookLanes>()
        .AddValidatedOptions<WebhookOptions>("FlashFlow:Webhooks")
        .AddSingleton<IDeadLetterRecords, PostgresDeadLetters>()
        .AddSingleton<ISaleStore, PostgresSales>()
        .AddSingleton<ISaleRecords, PostgresSaleRecords>();

    /// <summary>Makes this process one that takes the feed on with what it stores (G10).</summary>
    public static IServiceCollection AddFeedSequencing(this IServiceCollection services) => services
        .AddSingleton<IOrderStore>(provider => new SequencedOrders(
            ActivatorUtilities.CreateInstance<PostgresOrders>(provider), provider.GetRequiredService<FeedSequencer>()))
        .AddHostedService<FeedService>();

    /// <summary>Makes this process one that lets go of what is not to be kept any more, section <c>FlashFlow:Store</c>.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services) => services
        .AddValidatedOptions<StoreOptions>("FlashFlow:Store")
        .AddSingleton<StoreRetention>()
        .AddHostedService<RetentionService>();

    /// <summary>Prepares the database when the process starts.</summary>
    public static IServiceCollection AddPostgresPreparation(this IServiceCollection services) =>
        services.AddHostedService<PostgresPreparation>();

    /// <summary>Has this process rehearse before it is ready: a health check says so until then.</summary>
    public static IServiceCollection AddWarmUp<TWarmUp>(this IServiceCollection services)
        where TWarmUp : WarmUpService
    {
        services
            .AddSingleton<ImaginaryProduct>()
            .AddSingleton<TWarmUp>()
            .AddSingleton<WarmUpService>(provider => provider.GetRequiredService<TWarmUp>())
            .AddHostedService(provider => provider.GetRequiredService<TWarmUp>());
        services.AddHealthChecks().AddCheck<WarmUpHealthCheck>("warm");
        return services;
    }

    /// <summary>A health check of Redis; <paramref name="whenAway"/> says how bad it is when it does not answer.</summary>
    public static IHealthChecksBuilder AddRedis(this IHealthChecksBuilder checks, HealthStatus whenAway) =>
        checks.AddCheck<RedisHealthCheck>("redis", whenAway);

    /// <summary>A health check that tells which products are suspended, for a process that guards stock.</summary>
    public static IHealthChecksBuilder AddSuspensions(this IHealthChecksBuilder checks) =>
        checks.AddCheck<SuspensionHealthCheck>("sales");

    /// <summary>A health check of what the broker takes.</summary>
    public static IHealthChecksBuilder AddRabbitMq(this IHealthChecksBuilder checks, HealthStatus whenAway) =>
        checks.AddCheck<RabbitMqHealthCheck>("rabbitmq", whenAway);

    /// <summary>A health check of the store.</summary>
    public static IHealthChecksBuilder AddPostgres(this IHealthChecksBuilder checks, HealthStatus whenAway) =>
        checks.AddCheck<PostgresHealthCheck>("postgres", whenAway);
}
