using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// The list of the products that are swept and watched. It has a slot of its own, so a product is listed before its sale is opened and
/// leaves after its sale was archived; each step names the sale, so that one that comes late does not undo a later one.
/// </summary>
internal sealed class RedisProducts(RedisConnection redis, RedisKeys keys)
{
    private const int PageSize = 1_000;

    private static readonly string List = EmbeddedText.Read("list.lua");
    private static readonly string Unlist = EmbeddedText.Read("unlist.lua");

    /// <summary>Every product on the list, in no order.</summary>
    public Task<HashSet<string>> ListAsync() => redis.CallAsync(async database =>
    {
        // Page by page, so that no buy waits behind a long list. A page may tell again what an earlier one told.
        var ids = new HashSet<string>();
        await foreach (var id in database.SetScanAsync(keys.Products, pageSize: PageSize))
            ids.Add((string)id!);
        return ids;
    });

    /// <summary>Lists a product with the sale that is to begin.</summary>
    public Task AddAsync(string productId, long epoch) =>
        redis.EvaluateAsync(List, [keys.Products, keys.ProductEpochs], productId, epoch);

    /// <summary>Remembers that the product is to leave the list with this sale.</summary>
    public Task NoteLeavingAsync(string productId, long epoch) =>
        redis.CallAsync(database => database.HashSetAsync(keys.ProductsLeaving, productId, epoch));

    /// <summary>What was noted and has not left yet.</summary>
    public async Task<IReadOnlyList<(string ProductId, long Epoch)>> ListLeavingAsync()
    {
        var entries = await redis.CallAsync(database => database.HashGetAllAsync(keys.ProductsLeaving));
        return [.. entries.Select(entry => ((string)entry.Name!, (long)entry.Value))];
    }

    /// <summary>The product stays, since it has another sale by now.</summary>
    public Task ForgetLeavingAsync(string productId) =>
        redis.CallAsync(database => database.HashDeleteAsync(keys.ProductsLeaving, productId));

    /// <summary>Takes a product off the list, unless a later sale of it is on it.</summary>
    public Task RemoveAsync(string productId, long epoch) =>
        redis.EvaluateAsync(Unlist, [keys.Products, keys.ProductEpochs, keys.ProductsLeaving], productId, epoch);
}
