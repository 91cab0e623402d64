using System.Collections.Concurrent;
using System.Net;
using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// Runs scripts and answers when the replicas have what they wrote, so that it outlives the server (G3): at least one, and all that keep up, since
/// nobody knows which will be the next primary. Redis lets a connection wait for its own writes only, and everything behind waits, too: so each
/// script has a connection to itself, and a batch shares one.
/// </summary>
internal sealed class ReplicaLanes : IDisposable
{
    private const int Most = 16;

    // Of one script: after one of them the script is sent whole, after another one to where its keys are by now.
    private const int Attempts = 3;

    // Known for the whole process: they follow from the text.
    private static readonly ConcurrentDictionary<string, string> Hashes = new();
    private static readonly Version WaitsForDisk = new(7, 2);

    private readonly RedisLink guide;
    private readonly RedisOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<RedisConnection> logger;
    private readonly TimeSpan deadline;
    private readonly SemaphoreSlim free = new(Most);
    private readonly ConcurrentStack<Lane> idle = new();
    private readonly ConcurrentDictionary<EndPoint, ReplicasOfServer> replicasOf = new();

    /// <param name="guide">Knows where the servers are.</param>
    /// <param name="options">How it connects.</param>
    /// <param name="time">Tells how old a look at the replicas is.</param>
    /// <param name="logger">Told of connections.</param>
    public ReplicaLanes(RedisLink guide, RedisOptions options, TimeProvider time, ILogger<RedisConnection> logger)
    {
        this.guide = guide;
        this.options = options with { Durability = LedgerDurability.Disk };
        (this.time, this.logger) = (time, logger);
        deadline = TimeSpan.FromMilliseconds(options.DeadlineMilliseconds);
    }

    /// <summary>Servers where the last one to wait for a replica waited in vain, a short time ago.</summary>
    public IReadOnlyCollection<EndPoint> Lacking => [.. replicasOf.Where(server => server.Value.Lacks).Select(server => server.Key)];

    /// <summary>Runs a script.</summary>
    /// <exception cref="LedgerUnavailableException">As <see cref="RedisConnection.CallAsync"/> throws it; also when no replica has taken in time what was written.</exception>
    public async Task<RedisResult> EvaluateAsync(string script, RedisKey[] keys, RedisValue[] arguments)
    {
        var servers = await guide.FindServersAsync();
        if (!await free.WaitAsync(deadline))
            throw new LedgerUnavailableException("All connections wait for replicas.") { NothingWasDone = true };
        var lane = Take(servers);
        try
        {
            // A connection that was made anew in between would wait for nothing.
            var before = lane.Connection.Connections;
            var (result, isTaken) = await lane.Connection.CallAsync(database => RunAsync(database, script, keys, arguments));
            return isTaken && lane.Connection.Connections == before
                ? result
                : throw new LedgerUnavailableException("The replicas have not taken in time what Redis has written.");
        }
        finally
        {
            GiveBack(lane);
            free.Release();
        }
    }

    public void Dispose()
    {
        while (idle.TryPop(out var lane))
            lane.Connection.Dispose();
    }

    // One that led to where the servers were is of no use any more.
    private Lane Take(string servers)
    {
        while (idle.TryPop(out var lane))
        {
            if (lane.Servers == servers)
                return lane;
            lane.Connection.Dispose();
        }

        // Whoever needs it has yet to run a script after it is made.
        return new(new(options with { Configuration = servers }, options.DeadlineMilliseconds / 2, time, logger), servers);
    }

    // One that is broken would look for another primary by itself, and all of them at once.
    private void GiveBack(Lane lane)
    {
        if (lane.Connection.IsBroken)
            lane.Connection.Dispose();
        else
            idle.Push(lane);
    }

    private async Task<(RedisResult Result, bool IsTaken)> RunAsync(IDatabase database, string script, RedisKey[] keys, RedisValue[] arguments)
    {
        object[] words = ["", keys.Length, .. keys, .. arguments];
        var isWhole = false;
        for (var attempt = 1; ; attempt++)
        {
            var server = database.Multiplexer.GetServer(keys[0]);
            var known = replicasOf.GetOrAdd(server.EndPoint, _ => new(time));
            var replicas = await FindReplicasAsync(server, known);
            words[0] = isWhole ? script : await HashAsync(server, script);
            try
            {
                // The client must not follow the keys to another server by itself: the wait would stay behind, and wait for nothing.
                var running = server.ExecuteAsync(database.Database, isWhole ? "EVAL" : "EVALSHA", words, CommandFlags.NoRedirect);
                var isTaken = IsTakenAsync(database, server, known, replicas);
                var result = await running;
                known.Note(!await isTaken);
                return (result, await isTaken);
            }
            catch (RedisServerException refusal) when (attempt < Attempts && RedisRefusal.Code(refusal) is RedisRefusal.NoScript)
            {
                isWhole = true;
            }
            catch (RedisServerException refusal) when (attempt < Attempts && RedisRefusal.Code(refusal) is RedisRefusal.Moved)
            {
                // The client has noted where they are.
            }
        }
    }

    // Sent at once, behind the script on its connection. As many as were to be waited for, of which one has left and another one come, are not those;
    // where one has come and none has left, all of them are waited for.
    private async Task<bool> IsTakenAsync(IDatabase database, IServer server, ReplicasOfServer known, string[] replicas)
    {
        for (var attempt = 1; ; attempt++)
        {
            var waiting = WaitAsync(server, database.Database, replicas.Length);
            var looking = LookAsync(server, known);
            var (isTaken, now) = (await waiting, await looking);
            if (!isTaken || replicas.SequenceEqual(now) || attempt == Attempts || !replicas.All(now.Contains))
                return isTaken && replicas.SequenceEqual(now);
            replicas = now;
        }
    }

    private static async Task<string> HashAsync(IServer server, string script)
    {
        if (!Hashes.TryGetValue(script, out var hash))
            Hashes[script] = hash = Convert.ToHexStringLower(await server.ScriptLoadAsync(script));
        return hash;
    }

    // Those that keep up, of which there must be one.
    private static async Task<string[]> FindReplicasAsync(IServer server, ReplicasOfServer known)
    {
        var replicas = known.KeepUp ?? await LookAsync(server, known);
        if (replicas.Length > 0 && !known.HasJustLostOne)
            return replicas;
        known.Note(lacksReplica: true);
        throw new LedgerUnavailableException("Redis has no replica that keeps up, or one has just left it.") { NothingWasDone = true };
    }

    // Behind what is being waited for on its connection.
    private static async Task<string[]> LookAsync(IServer server, ReplicasOfServer known) =>
        known.Learn((string)(await server.ExecuteAsync("INFO", "replication"))!);

    // Where it fails nobody knows what became of what the script wrote.
    private async Task<bool> WaitAsync(IServer server, int database, int replicas)
    {
        var milliseconds = options.DeadlineMilliseconds / 2;
        try
        {
            if (server.Version < WaitsForDisk)
                return (long)await server.ExecuteAsync(database, "WAIT", [replicas, milliseconds]) >= replicas;
            return (long[])(await server.ExecuteAsync(database, "WAITAOF", [1, replicas, milliseconds]))! is [1, var took] && took >= replicas;
        }
        catch (RedisException failure)
        {
            throw new LedgerUnavailableException($"Nobody knows whether a replica has taken what Redis has written: {failure.Message}", failure);
        }
    }

    /// <param name="Connection">Which nobody else uses meanwhile.</param>
    /// <param name="Servers">Where it leads.</param>
    private readonly record struct Lane(RedisConnection Connection, string Servers);
}
