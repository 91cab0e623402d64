using FlashFlow.Infrastructure.Redis;
using Npgsql;
using StackExchange.Redis;

namespace FlashFlow.Operator.Engine;

/// <summary>What accepted orders leave behind.</summary>
internal sealed class StoredSizes(RedisConnection redis, RedisOptions options, NpgsqlDataSource postgres)
{
    // Entries that are measured of each key, and from them the rest; a ledger's entries are all alike.
    private const int Samples = 1_000;
    private const int KeysPerLook = 1_000;

    /// <summary>
    /// Memory of all keys of a product, by <c>MEMORY USAGE</c>. Not the difference of Redis' <c>used_memory</c>: that holds buffers of
    /// connections and of the append-only file, which come and go with the load.
    /// </summary>
    /// <exception cref="Core.Guarding.LedgerUnavailableException">Redis refused it or did not answer in time.</exception>
    public async Task<long> RedisBytesAsync(string productId)
    {
        var sum = 0L;
        foreach (var key in await FindKeysAsync($"{options.Prefix}:{{{productId}}}:"))
            sum += await redis.CallAsync(async database => (long?)await database.ExecuteAsync("MEMORY", "USAGE", key, "SAMPLES", Samples) ?? 0);
        return sum;
    }

    /// <summary>Bytes of the orders table with its indexes, per row; null for an empty table.</summary>
    /// <exception cref="NpgsqlException">PostgreSQL refused it or is away.</exception>
    public async Task<double?> PostgresBytesPerOrderAsync(CancellationToken cancellation)
    {
        await using var command = postgres.CreateCommand("""
            SELECT (pg_total_relation_size('orders') + coalesce((SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent = 'orders'::regclass), 0))
                / nullif(count(*), 0)::double precision
            FROM orders
            """);
        return await command.ExecuteScalarAsync(cancellation) as double?;
    }

    // They are all on the server that has one of them. A key may be found twice while Redis grows.
    private Task<HashSet<RedisKey>> FindKeysAsync(string beginning) => redis.CallAsync(async database =>
    {
        HashSet<RedisKey> keys = [];
        await foreach (var key in database.Multiplexer.GetServer((RedisKey)beginning).KeysAsync(database.Database, $"{beginning}*", KeysPerLook))
            keys.Add(key);
        return keys;
    });
}
