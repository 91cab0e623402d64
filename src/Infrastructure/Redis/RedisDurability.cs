using System.Net;
using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// Whether Redis is set as the promises need it: every write on its disk before it is answered (G3), and nothing forgotten when memory
/// runs out (G1). Anybody may change that while a sale runs, so it is looked at again and again.
/// </summary>
internal sealed class RedisDurability(
    RedisConnection redis, RedisKeys keys, RedisOptions options, IConfiguration configuration, TimeProvider time, ILogger<RedisDurability> logger)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    private const string NoReplica = "no replica takes what it writes, so an accepted order would be lost with the server (G3)";

    // A script that writes, as one that sells does.
    private const string Probe = "return redis.call('SET', KEYS[1], '1')";

    private static readonly (string Name, string Value, string Fallen)[] Needed =
    [
        ("appendonly", "yes", "an accepted order is lost with the server (G3)"),
        ("appendfsync", "always", "an accepted order may be lost with the server (G3)"),
        ("maxmemory-policy", "noeviction", "a full server forgets orders, and their units are sold again (G1)"),
    ];

    // Outside demo mode nobody should have to know of this to be safe.
    private readonly bool isRequired = options.RequireDurable ?? !configuration.GetValue("FlashFlow:Front:DemoMode", false);
    private volatile Finding? last;
    private string? told;
    private int isLooking;

    /// <summary>Throws unless the ledger may sell from this Redis; costs a look at the clock while the last finding is fresh.</summary>
    /// <exception cref="LedgerUnavailableException">It is not set as it must be, or does not answer.</exception>
    /// <param name="of">The keys of what is to be sold.</param>
    public ValueTask RequireAsync(ProductKeys of)
    {
        if (last is not { } known || known.Connections != redis.Connections)
            return new(RequireSoundAsync(of));
        if ((redis.LackingReplica.Count > 0 || time.GetElapsedTime(known.At) > LookAgainAfter) && Interlocked.Exchange(ref isLooking, 1) == 0)
            _ = LookAgainAsync();
        ThrowIfUnsound(known, of);
        return ValueTask.CompletedTask;
    }

    /// <summary>What is wrong with the settings, which promise fell by it, and how it is mended; null when nothing is.</summary>
    /// <exception cref="LedgerUnavailableException">Redis does not answer.</exception>
    public async Task<string?> FindDefectAsync()
    {
        var connections = redis.Connections;
        var defect = await FindWrongSettingsAsync();
        if (options.Durability == LedgerDurability.Replica)
            await WriteToReplicasAsync();
        last = new(defect, connections, time.GetTimestamp());
        if (redis.LackingReplica is { Count: > 0 } lacking)
            defect = $"{NoReplica}: {string.Join(", ", lacking)}";
        Tell(defect);
        return defect;
    }

    private async Task RequireSoundAsync(ProductKeys of)
    {
        await FindDefectAsync();
        ThrowIfUnsound(last!, of);
    }

    private void ThrowIfUnsound(Finding finding, ProductKeys of)
    {
        if (redis.LacksReplica(of.Sale))
            throw new LedgerUnavailableException($"Nothing is sold: {NoReplica}") { NothingWasDone = true };
        if (isRequired && finding.Defect is { } defect)
            throw new LedgerUnavailableException($"Nothing is sold from this Redis: {defect}") { NothingWasDone = true };
    }

    private async Task LookAgainAsync()
    {
        try
        {
            await FindDefectAsync();
        }
        catch (LedgerUnavailableException failure)
        {
            logger.LogDebug(failure, "The settings of Redis cannot be looked at now; the next buy tries again");
        }
        finally
        {
            Volatile.Write(ref isLooking, 0);
        }
    }

    // What comes of it is seen by who is lacking a replica then. One that does not answer sells nothing.
    private async Task WriteToReplicasAsync()
    {
        var shards = await redis.CallAsync(database => Task.FromResult(LedgerShards.Of(database.Multiplexer)));
        await ((Task)Task.WhenAll(shards.Select(shard => redis.EvaluateAsync(Probe, [keys.Probe(shard)])))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<string?> FindWrongSettingsAsync()
    {
        var servers = await redis.CallEachAsync(FindWrongSettingsAsync);
        var answers = servers.Where(server => server.IsCompletedSuccessfully).Select(server => server.Result).ToArray();
        if (answers.Length == 0)
            await servers[0];
        return Array.Find(answers, answer => answer.Defect is not null) is { Defect: { } defect, Server: var server } ? (servers.Count > 1 ? $"{server}: " : "") + defect : null;
    }

    private async Task<(EndPoint Server, string? Defect)> FindWrongSettingsAsync(IDatabase database, int shard)
    {
        var server = database.Multiplexer.GetServer(keys.Probe(shard));
        var answers = await Task.WhenAll(Needed.Select(setting => ReadAsync(server, setting.Name)));
        // Where one does not tell, nobody knows.
        return (server.EndPoint, answers.Any(answer => answer is null) ? Unknown() : Describe(answers.ToDictionary(answer => answer!.Value.Key, answer => answer!.Value.Value)));
    }

    private static async Task<KeyValuePair<string, string>?> ReadAsync(IServer server, string name)
    {
        try
        {
            var answer = (RedisResult[])(await server.ExecuteAsync("CONFIG", "GET", name))!;
            return answer.Length < 2 ? null : new(name, (string)answer[1]!);
        }
        catch (RedisServerException refusal) when (RedisRefusal.IsForbidden(refusal))
        {
            return null;
        }
    }

    private static string? Describe(Dictionary<string, string> settings)
    {
        var defects = Needed
            .Where(need => settings[need.Name] != need.Value)
            .Select(need => $"{need.Name} is {settings[need.Name]}, so {need.Fallen}: CONFIG SET {need.Name} {need.Value}")
            .ToArray();
        return defects.Length == 0 ? null : string.Join("; ", defects);
    }

    // Managed servers forbid CONFIG; then somebody who knows must say it.
    private string? Unknown() => options.VouchedDurable
        ? null
        : "it does not tell its settings (CONFIG is forbidden), so nobody knows whether accepted orders are on its disk (G3): "
            + "if they are, FlashFlow__Redis__VouchedDurable=true says so";

    private void Tell(string? defect)
    {
        var before = Interlocked.Exchange(ref told, defect);
        if (defect is not null && defect != before)
            logger.LogCritical(
                "Redis is not set as the promises need it: {Defect}. {Consequence}",
                defect, isRequired ? "Nothing is sold until it is (FlashFlow__Redis__RequireDurable)" : "It is sold from all the same");
        else if (defect is null && before is not null)
            logger.LogInformation("Redis is set as the promises need it");
    }

    /// <param name="Defect">What is wrong with the settings, null when nothing is.</param>
    /// <param name="Connections">Which connection it was seen on.</param>
    /// <param name="At">When.</param>
    private sealed record Finding(string? Defect, int Connections, long At);
}
