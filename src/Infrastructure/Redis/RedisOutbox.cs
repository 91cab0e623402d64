using System.Globalization;
using FlashFlow.Core.Outbox;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The outbox: a Redis stream per product, whose entry ids tell their order.</summary>
internal sealed class RedisOutbox(RedisConnection redis, ProductKeyDirectory keys) : IOutbox
{
    private const int PageSize = 100;

    private static readonly string Claim = LuaScript.With(["clock"], "claim-outbox");

    private long claims;

    /// <inheritdoc/>
    public async Task RemoveAsync(string productId, IReadOnlyList<string> entryIds)
    {
        var of = await keys.OfAsync(productId);
        await redis.CallAsync(database => database.ExecuteAsync("XDEL", [of.Outbox, .. entryIds]));
    }

    /// <inheritdoc/>
    public async Task<OutboxClaim> ClaimAsync(string productId, string owner, string? after, string? through, string? abandoned, TimeSpan lease, int max)
    {
        var of = await keys.OfAsync(productId);
        var found = (RedisResult[])(await redis.EvaluateAsync(
            Claim,
            [of.Outbox, of.OutboxLease, of.Deadlines],
            owner, $"{owner}:{Interlocked.Increment(ref claims)}", through ?? "", abandoned ?? "", (long)lease.TotalMilliseconds, max,
            after is null ? "-" : After(after)))!;
        return new(Entries(productId, found[2]), TextOrNull(found[0]), TextOrNull(found[1]), (long)found[3] == 1);
    }

    /// <inheritdoc/>
    public async Task<long> CountAsync(string productId)
    {
        var of = await keys.OfAsync(productId);
        return (long)await redis.CallAsync(database => database.ExecuteAsync("XLEN", of.Outbox));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxEntry>> ReadAsync(string productId, int max, string? after)
    {
        // Page by page, so that no buy waits behind an outbox that an absent broker made long.
        var of = await keys.OfAsync(productId);
        var entries = new List<OutboxEntry>();
        var from = after is null ? "-" : After(after);
        while (entries.Count < max)
        {
            var page = Entries(productId, await redis.CallAsync(database =>
                database.ExecuteAsync("XRANGE", of.Outbox, from, "+", "COUNT", Math.Min(PageSize, max - entries.Count))));
            entries.AddRange(page);
            if (page.Length < PageSize)
                break;
            from = After(page[^1].Id);
        }

        return entries;
    }

    private static string? TextOrNull(RedisResult text) => (string)text! is { Length: > 0 } given ? given : null;

    // The next id there can be: "1795334400123-0" is followed by "1795334400123-1". Redis before 6.2 knows no range that excludes its first.
    private static string After(string id)
    {
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        return $"{id[..dash]}-{ulong.Parse(id.AsSpan(dash + 1), CultureInfo.InvariantCulture) + 1}";
    }

    // XRANGE answers [[id, [field, value]], ...].
    private static OutboxEntry[] Entries(string productId, RedisResult range) =>
        Array.ConvertAll((RedisResult[])range!, entry =>
        {
            var idAndFields = (RedisResult[])entry!;
            var fields = (RedisResult[])idAndFields[1]!;
            return new OutboxEntry(productId, (string)idAndFields[0]!, (byte[])fields[1]!);
        });
}
