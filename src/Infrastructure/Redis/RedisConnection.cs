using System.Net;
using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The process's connection to Redis. Every call has a deadline, and every failure is a <see cref="LedgerUnavailableException"/>.</summary>
public sealed class RedisConnection : IDisposable
{
    // A server that may not write is left for one that may, which is looked for this often where the addresses lead to by then.
    private static readonly TimeSpan LookForAnotherEvery = TimeSpan.FromSeconds(1);
    private readonly RedisOptions options;
    private readonly ConfigurationOptions configuration;
    private readonly TimeSpan deadline;
    private readonly TimeProvider time;
    private readonly ILogger<RedisConnection> logger;
    private readonly Lock gate = new();
    private readonly ReplicaLanes? lanes;
    private readonly RedisSentinels? sentinels;
    private readonly List<(RedisChannel Channel, Action<byte[]> Receive)> subscriptions = [];
    private volatile Task<ConnectionMultiplexer> current;
    private int connections;
    private bool isRenewing;
    private volatile bool isDisposed;

    // Or Redis's answers would wait behind the HTTP requests of a crowd: the thread pool takes events of all sockets in the order they came.
    static RedisConnection() => ConnectionMultiplexer.SetFeatureFlag("DedicatedThreads", enabled: true);

    /// <summary>Begins to connect. While Redis is away it goes on trying in the background.</summary>
    public RedisConnection(RedisOptions options, TimeProvider time, ILogger<RedisConnection> logger)
        : this(options, Math.Max(1_000, options.DeadlineMilliseconds), time, logger)
    {
    }

    /// <param name="options">Where to, and how.</param>
    /// <param name="connectMilliseconds">How long the servers of a cluster that are away are waited for, before the others are used.</param>
    /// <param name="time">Tells when a call has waited long enough.</param>
    /// <param name="logger">Told of connections.</param>
    internal RedisConnection(RedisOptions options, int connectMilliseconds, TimeProvider time, ILogger<RedisConnection> logger)
    {
        this.options = options;
        configuration = ConfigurationOptions.Parse(options.Configuration);
        configuration.AbortOnConnectFail = false;
        configuration.ConnectTimeout = connectMilliseconds;
        configuration.ClientName ??= "flashflow";
        // A call that has no connection fails at once, rather than wait for one and run when nobody wants its answer any more.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        // The client counts CONFIG GET among the administrators' commands.
        configuration.AllowAdmin = true;
        configuration.IncludeDetailInExceptions = false;
        deadline = TimeSpan.FromMilliseconds(options.DeadlineMilliseconds);
        this.time = time;
        this.logger = logger;
        sentinels = configuration.ServiceName is null ? null : new(configuration, () => Renew(current!), time, logger);
        lanes = options.Durability == LedgerDurability.Replica ? new(this, options, time, logger) : null;
        // Nobody's thread waits for it: a front that starts amid a crowd would have all its threads wait, and the connection needs some.
        current = ConnectAsync();
    }

    /// <summary>How often a connection was made: when it grows, another server may be at its end.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>Servers on which what was written last is on no replica, though it has to be.</summary>
    public IReadOnlyCollection<EndPoint> LackingReplica => lanes?.Lacking ?? [];

    /// <summary>Whether it led to a server that takes writes, and does not any more, as far as it knows.</summary>
    public bool IsBroken => current is { IsCompleted: true } made && !(made.IsCompletedSuccessfully && IsWritable(made.Result));

    /// <summary>Runs one command.</summary>
    /// <exception cref="LedgerUnavailableException">
    /// Redis refused it, which its <see cref="LedgerUnavailableException.NothingWasDone"/> tells, or did not answer in time; then it may run later all the same.
    /// </exception>
    public async Task<T> CallAsync<T>(Func<IDatabase, Task<T>> command)
    {
        var connection = current;
        var multiplexer = await ConnectedAsync(connection);
        try
        {
            return await command(multiplexer.GetDatabase()).WaitAsync(deadline, time);
        }
        catch (TimeoutException failure)
        {
            throw new LedgerUnavailableException($"Redis did not answer within {deadline.TotalMilliseconds:0} ms.", failure);
        }
        catch (RedisServerException refusal) when (RedisRefusal.Describe(refusal) is { } reason)
        {
            if (RedisRefusal.IsDemotion(refusal))
                Renew(connection);
            throw new LedgerUnavailableException(reason, refusal) { NothingWasDone = true };
        }
        catch (RedisConnectionException failure) when (failure.FailureType == ConnectionFailureType.UnableToConnect)
        {
            // A server of a cluster said that another one has the keys, and that one is not there.
            throw new LedgerUnavailableException($"Redis: {failure.Message}", failure) { NothingWasDone = true };
        }
        catch (RedisConnectionException failure) when (failure is { FailureType: ConnectionFailureType.UnableToResolvePhysicalConnection, CommandStatus: CommandStatus.WaitingToBeSent })
        {
            // It was never sent. A client that is connected all the same has seen that its server is a replica by now.
            if (!multiplexer.IsConnected)
                throw new LedgerUnavailableException($"Redis: {failure.Message}", failure) { NothingWasDone = true };
            Renew(connection);
            throw new LedgerUnavailableException(RedisRefusal.Demoted, failure) { NothingWasDone = true };
        }
        catch (Exception failure) when (failure is RedisException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // InvalidOperationException: the client was writing to a connection that broke at that moment.
            throw new LedgerUnavailableException($"Redis: {failure.Message}", failure);
        }
    }

    /// <summary>Runs a command for each server that a part of the ledger lies on, by the number of a key there (<see cref="LedgerShards"/>).</summary>
    /// <returns>The calls, each of which has ended.</returns>
    /// <exception cref="LedgerUnavailableException">There is no connection to any.</exception>
    internal async Task<IReadOnlyList<Task<T>>> CallEachAsync<T>(Func<IDatabase, int, Task<T>> command)
    {
        var shards = await CallAsync(database => Task.FromResult(LedgerShards.Of(database.Multiplexer)));
        Task<T>[] calls = [.. shards.Select(shard => CallAsync(database => command(database, shard)))];
        await ((Task)Task.WhenAll(calls)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return calls;
    }

    /// <summary>How to connect to where it is connected, as StackExchange.Redis writes it: to the primary, where sentinels led to it.</summary>
    /// <exception cref="LedgerUnavailableException">It leads to no server that takes writes.</exception>
    internal async Task<string> FindServersAsync()
    {
        var multiplexer = await ConnectedAsync(current);
        if (!IsWritable(multiplexer))
            throw new LedgerUnavailableException("There is no Redis that takes writes.") { NothingWasDone = true };
        return sentinels is null ? options.Configuration : multiplexer.Configuration;
    }

    /// <summary>Whether what was written last on the server that has this key is on no replica, though it has to be.</summary>
    public bool LacksReplica(RedisKey key)
    {
        if (LackingReplica is not { Count: > 0 } lacking || !current.IsCompletedSuccessfully)
            return false;
        try
        {
            return lacking.Contains(current.Result.GetServer(key).EndPoint);
        }
        catch (Exception failure) when (failure is InvalidOperationException or RedisException)
        {
            // It is away, as whoever writes will hear.
            return false;
        }
    }

    /// <summary>Runs a script; what it writes is as durable as <see cref="RedisOptions.Durability"/> says when this answers.</summary>
    /// <exception cref="LedgerUnavailableException">As <see cref="CallAsync"/> throws it.</exception>
    public Task<RedisResult> EvaluateAsync(string script, RedisKey[] keys, params RedisValue[] arguments) =>
        lanes?.EvaluateAsync(script, keys, arguments) ?? EvaluateOnDiskAsync(script, keys, arguments);

    /// <summary>Runs a script; what it writes may be lost with the server.</summary>
    /// <exception cref="LedgerUnavailableException">As <see cref="CallAsync"/> throws it.</exception>
    public Task<RedisResult> EvaluateOnDiskAsync(string script, RedisKey[] keys, params RedisValue[] arguments) =>
        CallAsync(async database =>
        {
            try
            {
                return await database.ScriptEvaluateAsync(script, keys, arguments);
            }
            catch (RedisServerException failure) when (RedisRefusal.Code(failure) is RedisRefusal.NoScript)
            {
                // Redis was restarted and has forgotten the script, so it did not run; the client now sends its text again.
                return await database.ScriptEvaluateAsync(script, keys, arguments);
            }
        });

    /// <summary>Takes a step that comes before what was asked for: where it fails, that was not done, whatever became of the step.</summary>
    /// <exception cref="LedgerUnavailableException">The step failed; nothing of what was asked for was done.</exception>
    public static async Task<T> BeforehandAsync<T>(Task<T> step)
    {
        try
        {
            return await step;
        }
        catch (LedgerUnavailableException failure) when (!failure.NothingWasDone)
        {
            throw new LedgerUnavailableException(failure.Message, failure) { NothingWasDone = true };
        }
    }

    /// <summary>Hears what is published on a channel from now on, also after Redis was away or when it is not there yet.</summary>
    public async Task SubscribeAsync(RedisChannel channel, Action<byte[]> receive)
    {
        Task<ConnectionMultiplexer> connection;
        lock (gate)
        {
            subscriptions.Add((channel, receive));
            connection = current;
        }
        await SubscribeAsync(await connection, channel, receive);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
            isDisposed = true;
        lanes?.Dispose();
        sentinels?.Dispose();
        _ = CloseAsync(current);
    }

    private static Task SubscribeAsync(ConnectionMultiplexer multiplexer, RedisChannel channel, Action<byte[]> receive) =>
        multiplexer.GetSubscriber().SubscribeAsync(channel, (_, message) => receive((byte[])message!), CommandFlags.FireAndForget);

    private static async Task CloseAsync(Task<ConnectionMultiplexer> connection)
    {
        // One that could not be made needs no closing.
        await Task.WhenAny(connection);
        if (!connection.IsCompletedSuccessfully)
            return;
        await connection.Result.CloseAsync(allowCommandsToComplete: true);
        await connection.Result.DisposeAsync();
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(sentinels is null ? configuration : await sentinels.FindPrimaryAsync());
        multiplexer.ConnectionRestored += (_, _) => Interlocked.Increment(ref connections);
        if (sentinels is not null)
            multiplexer.ConnectionFailed += (_, _) => Renew(multiplexer);
        return multiplexer;
    }

    private async Task<ConnectionMultiplexer> ConnectedAsync(Task<ConnectionMultiplexer> connection)
    {
        try
        {
            return await connection.WaitAsync(deadline, time);
        }
        catch (Exception failure) when (failure is TimeoutException or RedisException)
        {
            throw new LedgerUnavailableException("There is no connection to Redis yet.", failure) { NothingWasDone = true };
        }
    }

    private void Renew(ConnectionMultiplexer stale)
    {
        if (current is { IsCompletedSuccessfully: true } connection && connection.Result == stale)
            Renew(connection);
    }

    private void Renew(Task<ConnectionMultiplexer> stale)
    {
        lock (gate)
        {
            if (isDisposed || isRenewing || current != stale)
                return;
            isRenewing = true;
        }
        _ = RenewAsync(stale);
    }

    // Until another server is found that may write, calls are refused by this one at once; should it be promoted again, they are answered.
    private async Task RenewAsync(Task<ConnectionMultiplexer> stale)
    {
        while (!isDisposed)
        {
            var made = ConnectAsync();
            if (await IsWritableAsync(made))
            {
                Use(made);
                _ = CloseAsync(stale);
                return;
            }

            _ = CloseAsync(made);
            await Task.Delay(LookForAnotherEvery, time);
        }
    }

    private static bool IsWritable(ConnectionMultiplexer multiplexer) =>
        Array.Exists(multiplexer.GetServers(), server => server is { IsConnected: true, IsReplica: false });

    private async Task<bool> IsWritableAsync(Task<ConnectionMultiplexer> connection)
    {
        try
        {
            return IsWritable(await connection);
        }
        catch (Exception failure) when (failure is RedisException or ObjectDisposedException)
        {
            logger.LogDebug(failure, "Redis could not be connected to anew");
            return false;
        }
    }

    private void Use(Task<ConnectionMultiplexer> made)
    {
        lock (gate)
        {
            current = made;
            isRenewing = false;
            foreach (var (channel, receive) in subscriptions)
                _ = SubscribeAsync(made.Result, channel, receive);
        }

        Interlocked.Increment(ref connections);
        if (isDisposed)
            _ = CloseAsync(made);
        logger.LogWarning("Connected to Redis anew, where another server may be the primary by now");
    }
}
