using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
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

    // One that was not heard of for longer is not waited for; Redis hears of each once a second.
    private const int LongestLag = 2;

    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(500);

    // Whoever chooses another primary has told all by then.
    private static readonly TimeSpan LeavesFor = TimeSpan.FromSeconds(5);

    // Whoever sells looks again long before. A server that is a replica by now is not looked at any more.
    private static readonly TimeSpan LackingFor = TimeSpan.FromSeconds(5);

    private readonly RedisLink guide;
    private readonly RedisOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<RedisConnection> logger;
    private readonly TimeSpan deadline;
    private readonly SemaphoreSlim free = new(Most);
    private readonly ConcurrentStack<Lane> idle = new();
    private readonly ConcurrentDictionary<EndPoint, (string[] Replicas, long At)> keepUp = new();
    private readonly ConcurrentDictionary<(EndPoint Server, string Replica), (long At, bool IsGone)> attached = new();
    private ImmutableDictionary<EndPoint, long> lacking = ImmutableDictionary<EndPoint, long>.Empty;

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
    public IReadOnlyCollection<EndPoint> Lacking => lacking is { IsEmpty: false } known
        ? [.. known.Where(server => time.GetElapsedTime(server.Value) < LackingFor).Select(server => server.Key)]
        : [];

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
            var replicas = await FindReplicasAsync(server);
            words[0] = isWhole ? script : await HashAsync(server, script);
            try
            {
                // The client must not follow the keys to another server by itself: the wait would stay behind, and wait for nothing.
                var running = server.ExecuteAsync(database.Database, isWhole ? "EVAL" : "EVALSHA", words, CommandFlags.NoRedirect);
                var waiting = WaitAsync(server, database.Database, replicas.Length);
                var looking = LookAsync(server);
                // As many as were to be waited for, of which one has left and another one come, are not those.
                var (result, isWaitedFor, replicasAfter) = (await running, await waiting, await looking);
                var isTaken = isWaitedFor && replicas.SequenceEqual(replicasAfter);
                Note(server, !isTaken);
                return (result, isTaken);
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

    private static async Task<string> HashAsync(IServer server, string script)
    {
        if (!Hashes.TryGetValue(script, out var hash))
            Hashes[script] = hash = Convert.ToHexStringLower(await server.ScriptLoadAsync(script));
        return hash;
    }

    private void Note(IServer server, bool lacksReplica)
    {
        if (lacksReplica || lacking.ContainsKey(server.EndPoint))
            ImmutableInterlocked.Update(ref lacking, known => lacksReplica ? known.SetItem(server.EndPoint, time.GetTimestamp()) : known.Remove(server.EndPoint));
    }

    // Those that keep up with a server, of which there must be one. A replica that is made a primary leaves the server first, and what the others take
    // from then on is lost with them.
    private async Task<string[]> FindReplicasAsync(IServer server)
    {
        string[] replicas = keepUp.TryGetValue(server.EndPoint, out var found) && time.GetElapsedTime(found.At) < LooksEvery ? found.Replicas : await LookAsync(server);
        if (replicas.Length > 0 && !attached.Any(replica => replica.Key.Server.Equals(server.EndPoint) && replica.Value is { IsGone: true, At: var at } && time.GetElapsedTime(at) < LeavesFor))
            return replicas;
        Note(server, lacksReplica: true);
        throw new LedgerUnavailableException("Redis has no replica that keeps up, or one has just left it.") { NothingWasDone = true };
    }

    // Behind what is being waited for on its connection.
    private async Task<string[]> LookAsync(IServer server)
    {
        var replicas = ListReplicas((string)(await server.ExecuteAsync("INFO", "replication"))!);
        var now = time.GetTimestamp();
        foreach (var (replica, seen) in attached.Where(replica => replica.Key.Server.Equals(server.EndPoint)))
            if (!seen.IsGone && !replicas.Exists(other => other.Address == replica.Replica))
                attached[replica] = (now, IsGone: true);
        foreach (var (address, _) in replicas)
            attached[(server.EndPoint, address)] = (now, IsGone: false);
        string[] those = [.. replicas.Where(replica => replica.KeepsUp).Select(replica => replica.Address).Order(StringComparer.Ordinal)];
        keepUp[server.EndPoint] = (those, now);
        return those;
    }

    // slave0:ip=127.0.0.1,port=6380,state=online,offset=14,lag=1. A replica is its own here: it refuses what writes, and only so the client hears who
    // has the keys.
    private static List<(string Address, bool KeepsUp)> ListReplicas(string info) => info.Contains("role:slave", StringComparison.Ordinal) ? [("itself", true)] :
    [
        .. from line in info.Split("\r\n")
           where line.StartsWith("slave", StringComparison.Ordinal) && line.Contains("state=online", StringComparison.Ordinal)
           let fields = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(',').Select(field => field.Split('=', 2)).ToDictionary(field => field[0], field => field[1])
           select ($"{fields["ip"]} {fields["port"]}", int.Parse(fields["lag"], CultureInfo.InvariantCulture) <= LongestLag),
    ];

    // Sent at once, behind the script on its connection. Where it fails nobody knows what became of what the script wrote.
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
