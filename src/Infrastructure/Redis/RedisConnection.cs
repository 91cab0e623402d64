using FlashFlow.Core.Guarding;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The process's connection to Redis. Every call has a deadline, and every failure is a <see cref="LedgerUnavailableException"/>.</summary>
public sealed class RedisConnection : IDisposable
{
    private readonly Task<ConnectionMultiplexer> connecting;
    private readonly TimeSpan deadline;
    private readonly TimeProvider time;

    // Or Redis's answers would wait behind the HTTP requests of a crowd: the thread pool takes events of all sockets in the order they came.
    static RedisConnection() => ConnectionMultiplexer.SetFeatureFlag("DedicatedThreads", enabled: true);

    /// <summary>Begins to connect. While Redis is away it goes on trying in the background.</summary>
    public RedisConnection(RedisOptions options, TimeProvider time)
    {
        var configuration = ConfigurationOptions.Parse(options.Configuration);
        configuration.AbortOnConnectFail = false;
        configuration.ConnectTimeout = Math.Max(1_000, options.DeadlineMilliseconds);
        configuration.ClientName ??= "flashflow";

        // A call that has no connection fails at once, rather than wait for one and run when nobody wants its answer any more.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;

        // Nobody's thread waits for it: a front that starts amid a crowd would have all its threads wait, and the connection needs some.
        connecting = ConnectionMultiplexer.ConnectAsync(configuration);
        deadline = TimeSpan.FromMilliseconds(options.DeadlineMilliseconds);
        this.time = time;
    }

    /// <summary>Runs one command.</summary>
    /// <exception cref="LedgerUnavailableException">Redis refused it or did not answer in time; it may run later all the same.</exception>
    public async Task<T> CallAsync<T>(Func<IDatabase, Task<T>> command)
    {
        try
        {
            var multiplexer = await connecting.WaitAsync(deadline, time);
            return await command(multiplexer.GetDatabase()).WaitAsync(deadline, time);
        }
        catch (TimeoutException failure)
        {
            throw new LedgerUnavailableException($"Redis did not answer within {deadline.TotalMilliseconds:0} ms.", failure);
        }
        catch (Exception failure) when (failure is RedisException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // InvalidOperationException: the client was writing to a connection that broke at that moment.
            throw new LedgerUnavailableException($"Redis: {failure.Message}", failure);
        }
    }

    /// <summary>Runs a script.</summary>
    /// <exception cref="LedgerUnavailableException">Redis refused it or did not answer in time; it may run later all the same.</exception>
    public Task<RedisResult> EvaluateAsync(string script, RedisKey[] keys, params RedisValue[] arguments) =>
        CallAsync(async database =>
        {
            try
            {
                return await database.ScriptEvaluateAsync(script, keys, arguments);
            }
            catch (RedisServerException failure) when (failure.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
            {
                // Redis was restarted and has forgotten the script, so it did not run; the client now sends its text again.
                return await database.ScriptEvaluateAsync(script, keys, arguments);
            }
        });

    /// <summary>Hears what is published on a channel from now on, also after Redis was away or when it is not there yet.</summary>
    public async Task SubscribeAsync(RedisChannel channel, Action<byte[]> receive) =>
        await (await connecting).GetSubscriber().SubscribeAsync(channel, (_, message) => receive((byte[])message!), CommandFlags.FireAndForget);

    /// <summary>Asks Redis for a sign of life.</summary>
    /// <exception cref="LedgerUnavailableException">There was none.</exception>
    public Task PingAsync() => CallAsync(database => database.PingAsync());

    /// <inheritdoc/>
    public void Dispose() => _ = CloseAsync();

    private async Task CloseAsync() => (await connecting).Dispose();
}
