using System.Net;
using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The process's connection to Redis. Every call has a deadline, and every failure is a <see cref="LedgerUnavailableException"/>.</summary>
public sealed class RedisConnection : IDisposable
{
    private readonly RedisLink link;
    private readonly TimeSpan deadline;
    private readonly TimeProvider time;
    private readonly ReplicaLanes? lanes;

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
        link = new(options, connectMilliseconds, time, logger);
        deadline = TimeSpan.FromMilliseconds(options.DeadlineMilliseconds);
        this.time = time;
        lanes = options.Durability == LedgerDurability.Replica ? new(link, options, time, logger) : null;
    }

    /// <summary>How often a connection was made: when it grows, another server may be at its end.</summary>
    public int Connections => link.Connections;

    /// <summary>Servers on which what was written last is on no replica, though it has to be.</summary>
    public IReadOnlyCollection<EndPoint> LackingReplica => lanes?.Lacking ?? [];

    /// <summary>Whether it led to a server that takes writes, and does not any more, as far as it knows.</summary>
    internal bool IsBroken => link.IsBroken;

    /// <summary>Runs one command.</summary>
    /// <exception cref="LedgerUnavailableException">
    /// Redis refused it, which its <see cref="LedgerUnavailableException.NothingWasDone"/> tells, or did not answer in time; then it may run later all the same.
    /// </exception>
    public async Task<T> CallAsync<T>(Func<IDatabase, Task<T>> command)
    {
        var connection = link.Current;
        var multiplexer = await link.ConnectedAsync(connection);
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
                link.Renew(connection);
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
            link.Renew(connection);
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

    /// <summary>Whether what was written last on the server that has this key is on no replica, though it has to be.</summary>
    public bool LacksReplica(RedisKey key)
    {
        if (LackingReplica is not { Count: > 0 } lacking || link.Current is not { IsCompletedSuccessfully: true } connection)
            return false;
        try
        {
            return lacking.Contains(connection.Result.GetServer(key).EndPoint);
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
    public Task SubscribeAsync(RedisChannel channel, Action<byte[]> receive) => link.SubscribeAsync(channel, receive);

    /// <inheritdoc/>
    public void Dispose()
    {
        lanes?.Dispose();
        link.Dispose();
    }
}
