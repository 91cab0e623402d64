using System.Collections.Concurrent;
using FlashFlow.Core.Guarding;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// The list of the products that are sold, and the shorter one of those that are active: these alone are swept and watched all the time.
/// The lists have a slot of their own, so a product is listed before its sale is opened or anything is bought of it, and leaves afterwards;
/// each step names the sale or the moment, so that one that comes late does not undo a later one.
/// </summary>
internal sealed class RedisProducts(RedisConnection redis, RedisKeys keys, TimeProvider time)
{
    private const int PageSize = 1_000;
    private const int LeavingTogether = 100;

    // Whoever sells says so again long before others take the product for quiet. What comes in between may take as long as the difference.
    private static readonly TimeSpan ActivatedAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QuietAfter = TimeSpan.FromSeconds(30);

    private static readonly string List = LuaScript.With(["clock"], "list");
    private static readonly string Unlist = LuaScript.Text("unlist");
    private static readonly string Activate = LuaScript.With(["clock"], "activate");
    private static readonly string Deactivate = LuaScript.Text("deactivate");
    private static readonly string Quiet = LuaScript.With(["clock"], "quiet");

    private readonly ConcurrentDictionary<string, long> activated = new();

    /// <summary>Every product on the list, in no order.</summary>
    public Task<HashSet<string>> ListAsync() => redis.CallAsync(async database =>
    {
        // Page by page, so that no buy waits behind a long list. A page may tell again what an earlier one told.
        var ids = new HashSet<string>();
        await foreach (var id in database.SetScanAsync(keys.Products, pageSize: PageSize))
            ids.Add((string)id!);
        return ids;
    });

    /// <summary>Lists a product with the sale that is to begin, and with its family where this is said and nobody has sold under the name before.</summary>
    public Task AddAsync(string productId, long epoch, string? family) =>
        redis.EvaluateAsync(List, [keys.Products, keys.ProductEpochs, keys.ActiveProducts, keys.ProductFamilies], productId, epoch, family ?? "");

    /// <summary>
    /// Says that something of the product is about to be on its way (G3). To be called before whatever puts it there; costs a look at the
    /// clock while this process has said so a short time ago. A name that is not listed is not active.
    /// </summary>
    public ValueTask ActivateAsync(string productId) =>
        activated.TryGetValue(productId, out var at) && time.GetElapsedTime(at) < ActivatedAgainAfter ? default : new(ActivateAgainAsync(productId));

    /// <summary>Says so whether or not this process has said it before.</summary>
    // It waits for no replica, or products would wait for that of the list. After a fail-over everything that is listed is looked at.
    public async Task ActivateAgainAsync(string productId)
    {
        var began = time.GetTimestamp();
        if ((bool)await RedisConnection.BeforehandAsync(redis.EvaluateOnDiskAsync(Activate, [keys.Products, keys.ActiveProducts], productId)))
            activated[productId] = began;
    }

    /// <summary>The active products, in no order.</summary>
    public async Task<IReadOnlyList<string>> ListActiveAsync()
    {
        var ids = await redis.CallAsync(database => database.SortedSetRangeByRankAsync(keys.ActiveProducts));
        return [.. ids.Select(id => (string)id!)];
    }

    /// <summary>Active products that nobody has activated for a while, the quietest first, and when somebody did.</summary>
    public async Task<IReadOnlyList<(string ProductId, long ActivatedAt)>> ListQuietAsync()
    {
        var found = (RedisValue[])(await redis.EvaluateAsync(Quiet, [keys.ActiveProducts], (long)QuietAfter.TotalMilliseconds, LeavingTogether))!;
        return [.. found.Chunk(2).Select(product => ((string)product[0]!, (long)product[1]))];
    }

    /// <summary>The product is at rest, unless somebody has activated it again meanwhile.</summary>
    public async Task DeactivateAsync(string productId, long activatedAt)
    {
        activated.TryRemove(productId, out _);
        await redis.EvaluateAsync(Deactivate, [keys.ActiveProducts], productId, activatedAt);
    }

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
