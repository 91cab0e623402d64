using FlashFlow.Core.Guarding;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>Reads a hash of any size a part at a time, so that no buy waits for it.</summary>
internal static class HashScan
{
    private const int AtOnce = 1_000;

    /// <summary>The fields, in no order; one may come twice.</summary>
    /// <exception cref="LedgerUnavailableException">Redis does not answer.</exception>
    public static async IAsyncEnumerable<HashEntry[]> ReadAsync(RedisConnection redis, RedisKey hash)
    {
        var cursor = 0L;
        do
        {
            var from = cursor;
            var page = (RedisResult[])(await redis.CallAsync(database => database.ExecuteAsync("HSCAN", hash, from, "COUNT", AtOnce)))!;
            cursor = (long)page[0];
            yield return [.. ((RedisValue[])page[1]!).Chunk(2).Select(field => new HashEntry(field[0], field[1]))];
        }
        while (cursor != 0);
    }
}
