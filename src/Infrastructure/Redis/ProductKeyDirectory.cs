using System.Collections.Concurrent;
using FlashFlow.Core.Guarding;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// Knows where each product's keys are. A product's family is said with its first sale and never changes, so it is asked for once; a name
/// under which nobody sells yet may still get one, and is asked for each time.
/// </summary>
internal sealed class ProductKeyDirectory(RedisConnection redis, RedisKeys keys)
{
    private readonly ConcurrentDictionary<string, ProductKeys> known = new();

    /// <summary>The product's keys.</summary>
    /// <exception cref="LedgerUnavailableException">Redis does not answer; nothing was done.</exception>
    public ValueTask<ProductKeys> OfAsync(string productId) =>
        known.TryGetValue(productId, out var of) ? new(of) : new(FindAsync(productId));

    /// <summary>The keys of several products, in their order.</summary>
    /// <exception cref="LedgerUnavailableException">Redis does not answer; nothing was done.</exception>
    public async Task<ProductKeys[]> OfAsync(IReadOnlyList<string> productIds)
    {
        string[] asked = [.. productIds.Where(id => !known.ContainsKey(id)).Distinct()];
        var found = asked.Length == 0 ? [] : await AskAsync(asked);
        return [.. productIds.Select(id => known.TryGetValue(id, out var of) ? of : found[id])];
    }

    /// <summary>Remembers the families that products have, also where the ledger has lost them.</summary>
    /// <exception cref="LedgerUnavailableException">Redis does not answer.</exception>
    public async Task RememberAsync(IReadOnlyDictionary<string, string> families)
    {
        await redis.CallAsync(database => Task.WhenAll(families.Select(product =>
            database.HashSetAsync(keys.ProductFamilies, product.Key, product.Value, When.NotExists))));
        foreach (var (productId, family) in families)
            known[productId] = keys.Of(productId, family);
    }

    private async Task<ProductKeys> FindAsync(string productId) => (await AskAsync([productId]))[productId];

    private async Task<Dictionary<string, ProductKeys>> AskAsync(string[] productIds)
    {
        var names = Array.ConvertAll(productIds, id => (RedisValue)id);
        var (families, epochs) = await ReadAsync(names);
        var found = new Dictionary<string, ProductKeys>(productIds.Length);
        for (var i = 0; i < productIds.Length; i++)
        {
            var of = keys.Of(productIds[i], families[i]);
            found.Add(productIds[i], families[i].HasValue || epochs[i].HasValue ? known.GetOrAdd(productIds[i], of) : of);
        }

        return found;
    }

    private Task<(RedisValue[] Families, RedisValue[] Epochs)> ReadAsync(RedisValue[] productIds) =>
        RedisConnection.BeforehandAsync(redis.CallAsync(async database =>
        {
            var families = database.HashGetAsync(keys.ProductFamilies, productIds);
            var epochs = database.HashGetAsync(keys.ProductEpochs, productIds);
            return (await families, await epochs);
        }));
}
