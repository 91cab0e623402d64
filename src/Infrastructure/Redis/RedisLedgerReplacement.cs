using FlashFlow.Core.Rebuilding;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>Fills the new hashes beside the old ones, bit by bit, and swaps them in one script.</summary>
internal sealed class RedisLedgerReplacement(RedisConnection redis, RedisKeys keys, RedisProducts products) : ILedgerReplacement
{
    private const int ChunkSize = 1_000;

    private static readonly string Rebuild = EmbeddedText.Read("rebuild.lua");

    /// <inheritdoc/>
    public async Task<bool> ReplaceAsync(RebuildPlan plan)
    {
        var id = plan.Sale.Definition.ProductId;
        var shoppers = plan.Orders
            .Where(order => order.ShopperId.Length > 0)
            .GroupBy(order => order.ShopperId)
            .Select(shopper => new HashEntry(shopper.Key, shopper.Sum(order => (long)order.Quantity)));
        await FillAsync(keys.NewOrders(id), plan.Orders.Select(order => new HashEntry(order.OrderId.ToString(), $"{order.Position}:{order.Quantity}")));
        await FillAsync(keys.NewShoppers(id), shoppers);
        await products.AddAsync(id, plan.Epoch);
        return (bool)await redis.EvaluateAsync(
            Rebuild,
            [keys.Sale(id), keys.Orders(id), keys.Shoppers(id), keys.Suspended(id), keys.Ended(id), keys.NewOrders(id), keys.NewShoppers(id)],
            Arguments(plan));
    }

    private async Task FillAsync(RedisKey key, IEnumerable<HashEntry> entries)
    {
        await redis.CallAsync(database => database.KeyDeleteAsync(key));
        foreach (var chunk in entries.Chunk(ChunkSize))
        {
            await redis.CallAsync(async database =>
            {
                await database.HashSetAsync(key, chunk);
                return true;
            });
        }
    }

    private static RedisValue[] Arguments(RebuildPlan plan) =>
    [
        plan.Epoch,
        plan.LastPosition,
        SaleStates.Name(plan.Sale.State),
        plan.Sale.Definition.Stock,
        plan.Sale.Added,
        plan.Remaining,
        plan.Accepted,
        plan.Lost,
        .. SaleHash.Changeable(plan.Sale.Definition),
        .. plan.Ended.SelectMany(sale => new RedisValue[] { sale.Epoch, $"{sale.Orders}:{sale.Units}" }),
    ];
}
