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
        var told = database.ExecuteAsync("INFO", "server");
        var beside = await database.StringGetAsync(keys.Identity);
        if (beside.IsNull)
        {
            // Whoever misses it first gives it another; the others see that it is another one.
            await database.StringSetAsync(keys.Identity, Guid.NewGuid().ToString("N"), when: When.NotExists);
            beside = await database.StringGetAsync(keys.Identity);
        }

        return $"{ReadRun((string)(await told)!)} {beside}";
    });

    private static string ReadRun(string info) =>
        info.Split('\n').FirstOrDefault(line => line.StartsWith(RunId, StringComparison.Ordinal))?[RunId.Length..].Trim() ?? "";
}
