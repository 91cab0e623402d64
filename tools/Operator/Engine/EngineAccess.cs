using FlashFlow.Core.Auditing;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Core.Reviewing;
using FlashFlow.Core.Rooms;
using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure;
using FlashFlow.Infrastructure.Postgres;
using FlashFlow.Infrastructure.Postgres.Webhooks;
using FlashFlow.Infrastructure.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FlashFlow.Operator.Engine;

/// <summary>The tools' own way to the engine's services, past the fronts. A service is connected to when it is first asked for.</summary>
/// <param name="corner">Settings that go before those of the environment: where in the servers the engine works.</param>
internal sealed class EngineAccess(IReadOnlyDictionary<string, string?>? corner = null) : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection()
        .AddSingleton(EngineSettings.FromEnvironment(corner ?? new Dictionary<string, string?>()))
        .AddLogging()
        .AddRedisLedger()
        .AddRabbitMq()
        .AddPostgres()
        .AddSingleton<Auditor>()
        .AddSingleton<LedgerRebuild>()
        .BuildServiceProvider();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public Auditor Auditor => Find<Auditor>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public IBrokerContents Broker => Find<IBrokerContents>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public LedgerRebuild Rebuild => Find<LedgerRebuild>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public IDeadLetterRecords DeadLetters => Find<IDeadLetterRecords>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public PostgresWebhooks Webhooks => Find<PostgresWebhooks>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public ILetterReplay Replay => Find<ILetterReplay>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public NpgsqlDataSource Postgres => Find<NpgsqlDataSource>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public IStoredOrders StoredOrders => Find<IStoredOrders>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public PostgresShoppers Shoppers => Find<PostgresShoppers>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public ISaleLedger Sales => Find<ISaleLedger>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public IRoomLedger Rooms => Find<IRoomLedger>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public IOutbox Outbox => Find<IOutbox>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public ISettledNumbers SettledNumbers => Find<ISettledNumbers>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public IOrderPublisher Publisher => Find<IOrderPublisher>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public RedisConnection Redis => Find<RedisConnection>();

    /// <summary>A component's settings.</summary>
    /// <exception cref="WrongSettingException">One is wrong.</exception>
    public TOptions Setting<TOptions>()
        where TOptions : class => Find<TOptions>();

    /// <exception cref="WrongSettingException">A setting is wrong.</exception>
    public StoredSizes StoredSizes => new(Find<RedisConnection>(), Find<RedisOptions>(), Postgres);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private T Find<T>()
        where T : notnull
    {
        try
        {
            return services.GetRequiredService<T>();
        }
        catch (Exception failure) when (failure is OptionsValidationException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new WrongSettingException($"A setting cannot be used: {failure.Message}", failure);
        }
    }
}
