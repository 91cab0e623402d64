using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// Tells one ledger from another: by the run of each of its servers, which is another one after a restart or a fail-over, and by a text that lies
/// beside the data there and is lost with it.
/// </summary>
internal sealed class RedisIdentity(RedisConnection redis, RedisKeys keys)
{
    private const string RunId = "run_id:";

    /// <summary>The identity of what is connected to now.</summary>
    public async Task<string> FindAsync() => string.Join(' ', await Task.WhenAll(await redis.CallEachAsync(FindAsync)));

    private async Task<string> FindAsync(IDatabase database, int shard)
    {
        var key = keys.Identity(shard);
        var run = FindRunAsync(database.Multiplexer.GetServer(key));
        var beside = await database.StringGetAsync(key);
        if (beside.IsNull)
        {
            // Whoever misses it first gives it another; the others see that it is another one.
            await database.StringSetAsync(key, Guid.NewGuid().ToString("N"), when: When.NotExists);
            beside = await database.StringGetAsync(key);
        }

        return $"{await run} {beside}";
    }

    // Where a server does not tell, one that was restored from an older copy of its data is taken for the same.
    private static async Task<string> FindRunAsync(IServer server)
    {
        try
        {
            var info = (string)(await server.ExecuteAsync("INFO", "server"))!;
            return info.Split('\n').FirstOrDefault(line => line.StartsWith(RunId, StringComparison.Ordinal))?[RunId.Length..].Trim() ?? "";
        }
        catch (RedisServerException refusal) when (RedisRefusal.IsForbidden(refusal))
        {
            return "";
        }
    }
}
