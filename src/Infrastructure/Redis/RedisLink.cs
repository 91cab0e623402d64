using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>What commands go by: a connection that is made anew where another server may be the primary by now.</summary>
internal sealed class RedisLink : IDisposable
{
    // A server that may not write is left for one that may, which is looked for this often where the addresses lead to by then.
    private static readonly TimeSpan LookForAnotherEvery = TimeSpan.FromSeconds(1);

    private readonly RedisOptions options;
    private readonly ConfigurationOptions configuration;
    private readonly TimeSpan deadline;
    private readonly TimeProvider time;
    private readonly ILogger<RedisConnection> logger;
    private readonly Lock gate = new();
    private readonly RedisSentinels? sentinels;
    private readonly List<(RedisChannel Channel, Action<byte[]> Receive)> subscriptions = [];
    private volatile Task<ConnectionMultiplexer> current;
    private int connections;
    private bool isRenewing;
    private volatile bool isDisposed;

    // Or Redis's answers would wait behind the HTTP requests of a crowd: the thread pool takes events of all sockets in the order they came.
    static RedisLink() => ConnectionMultiplexer.SetFeatureFlag("DedicatedThreads", enabled: true);

    /// <summary>Begins to connect. While Redis is away it goes on trying in the background.</summary>
    /// <param name="options">Where to, and how.</param>
    /// <param name="connectMilliseconds">How long the servers of a cluster that are away are waited for, before the others are used.</param>
    /// <param name="time">Tells when a call has waited long enough.</param>
    /// <param name="logger">Told of connections.</param>
    public RedisLink(RedisOptions options, int connectMilliseconds, TimeProvider time, ILogger<RedisConnection> logger)
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
        // Nobody's thread waits for it: a front that starts amid a crowd would have all its threads wait, and the connection needs some.
        current = ConnectAsync();
    }

    /// <summary>How often a connection was made: when it grows, another server may be at its end.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>The connection as it is now, made or being made.</summary>
    public Task<ConnectionMultiplexer> Current => current;

    /// <summary>Whether it led to a server that takes writes, and does not any more, as far as it knows.</summary>
    public bool IsBroken => current is { IsCompleted: true } made && !(made.IsCompletedSuccessfully && IsWritable(made.Result));

    /// <summary>A connection, as soon as it is made.</summary>
    /// <exception cref="LedgerUnavailableException">That takes too long; nothing was done.</exception>
    public async Task<ConnectionMultiplexer> ConnectedAsync(Task<ConnectionMultiplexer> connection)
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

    /// <summary>How to connect to where it is connected, as StackExchange.Redis writes it: to the primary, where sentinels led to it.</summary>
    /// <exception cref="LedgerUnavailableException">It leads to no server that takes writes.</exception>
    public async Task<string> FindServersAsync()
    {
        var multiplexer = await ConnectedAsync(current);
        if (!IsWritable(multiplexer))
            throw new LedgerUnavailableException("There is no Redis that takes writes.") { NothingWasDone = true };
        return sentinels is null ? options.Configuration : multiplexer.Configuration;
    }

    /// <summary>Looks for another server, should this connection still be the one that is used.</summary>
    public void Renew(Task<ConnectionMultiplexer> stale)
    {
        lock (gate)
        {
            if (isDisposed || isRenewing || current != stale)
                return;
            isRenewing = true;
        }
        _ = RenewAsync(stale);
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

    public void Dispose()
    {
        lock (gate)
            isDisposed = true;
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

    private void Renew(ConnectionMultiplexer stale)
    {
        if (current is { IsCompletedSuccessfully: true } connection && connection.Result == stale)
            Renew(connection);
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
