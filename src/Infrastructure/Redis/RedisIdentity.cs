using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// Tells one ledger from another: by the run of the server, which is another one after a restart or a fail-over, and by a text that lies
/// beside the data and is lost with it.
/// </summary>
internal sealed class RedisIdentity(RedisConnection redis, RedisKeys keys)
{
    private const string RunId = "run_id:";

    /// <summary>The identity of what is connected to now.</summary>
    public Task<string> FindAsync() => redis.CallAsync(async database =>
    {
        var run = FindRunAsync(database);
        var beside = await database.StringGetAsync(keys.Identity);
        if (beside.IsNull)
        {
            // Whoever misses it first gives it another; the others see that it is another one.
            await database.StringSetAsync(keys.Identity, Guid.NewGuid().ToString("N"), when: When.NotExists);
            beside = await database.StringGetAsync(keys.Identity);
        }

        return $"{await run} {beside}";
    });

    // Where a server does not tell, one that was restored from an older copy of its data is taken for the same.
    private static async Task<string> FindRunAsync(IDatabase database)
    {
        try
        {
            var info = (string)(await database.ExecuteAsync("INFO", "server"))!;
            return info.Split('\n').FirstOrDefault(line => line.StartsWith(RunId, StringComparison.Ordinal))?[RunId.Length..].Trim() ?? "";
        }
        catch (RedisServerException refusal) when (RedisRefusal.IsForbidden(refusal))
        {
            return "";
        }
    }
}
