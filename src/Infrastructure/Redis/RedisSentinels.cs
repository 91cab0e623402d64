using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// Asks the sentinels where the primary is. The client would do so by itself, but it has threads of the pool wait for the answers, and goes to any
/// server that says that it is a primary, such as one that was started again and has not heard yet that it is none.
/// </summary>
internal sealed class RedisSentinels : IDisposable
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    private readonly ConfigurationOptions configuration;
    private readonly TimeProvider time;
    private readonly ILogger<RedisConnection> logger;
    private readonly Task<ConnectionMultiplexer> connection;
    private volatile bool isDisposed;

    /// <param name="configuration">How to connect: to the sentinels, and to the servers of the service that it names.</param>
    /// <param name="switched">Called when they have chosen another primary.</param>
    /// <param name="time">Tells when to ask again.</param>
    /// <param name="logger">Told when none can say.</param>
    public RedisSentinels(ConfigurationOptions configuration, Action switched, TimeProvider time, ILogger<RedisConnection> logger)
    {
        (this.configuration, this.time, this.logger) = (configuration, time, logger);
        connection = ConnectAsync(switched);
    }

    private string Service => configuration.ServiceName!;

    /// <summary>How to connect to the primary; waits until one of them knows it.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of meanwhile.</exception>
    public async Task<ConfigurationOptions> FindPrimaryAsync()
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            // Who was told of the latest choice has counted highest.
            var answers = await Task.WhenAll((await connection).GetServers().Select(AskAsync));
            if (answers.MaxBy(answer => answer.Epoch).Primary is { } primary)
                return Direct(primary);
            logger.LogDebug("No sentinel says where the primary of {Service} is", Service);
            await Task.Delay(AskAgainAfter, time);
        }
    }

    public void Dispose()
    {
        isDisposed = true;
        _ = connection.ContinueWith(made => made.Result.DisposeAsync().AsTask(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(Action switched)
    {
        var multiplexer = await ConnectionMultiplexer.SentinelConnectAsync(configuration.Clone());
        await multiplexer.GetSubscriber().SubscribeAsync(
            RedisChannel.Literal("+switch-master"),
            (_, message) =>
            {
                if (((string)message!).StartsWith($"{Service} ", StringComparison.Ordinal))
                    switched();
            },
            CommandFlags.FireAndForget);
        return multiplexer;
    }

    private async Task<(long Epoch, EndPoint? Primary)> AskAsync(IServer sentinel)
    {
        try
        {
            var primary = await sentinel.SentinelGetMasterAddressByNameAsync(Service);
            var told = await sentinel.SentinelMasterAsync(Service);
            return (long.Parse(told.Single(field => field.Key == "config-epoch").Value, CultureInfo.InvariantCulture), primary);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            return (-1, null);
        }
    }

    private ConfigurationOptions Direct(EndPoint primary)
    {
        var direct = configuration.Clone();
        direct.ServiceName = null;
        direct.EndPoints.Clear();
        direct.EndPoints.Add(primary);
        return direct;
    }
}
