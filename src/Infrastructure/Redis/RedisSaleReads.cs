using FlashFlow.Core.Auditing;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>What the ledger has of sales and orders, read without changing anything.</summary>
internal sealed class RedisSaleReads(RedisConnection redis, ProductKeyDirectory keys)
{
    private const int LookedAtTogether = 64;

    /// <summary>As <see cref="ISaleLedger.LookAsync"/>.</summary>
    public async Task<IReadOnlyList<SaleLook>> LookAsync(IReadOnlyList<string> productIds)
    {
        // Some at a time, so that no buy waits behind a long list.
        var looks = new List<SaleLook>(productIds.Count);
        foreach (var ids in productIds.Chunk(LookedAtTogether))
            looks.AddRange(await LookTogetherAsync(ids));
        return looks;
    }

    /// <summary>As <see cref="ISaleLedger.FindOrderAsync"/>.</summary>
    public async Task<LedgerOrder?> FindOrderAsync(string productId, Guid orderId)
    {
        var of = await keys.OfAsync(productId);
        RedisKey[] sales = [of.Orders, of.OrdersBefore];
        var (records, now) = await redis.CallAsync(async database =>
        {
            var found = Task.WhenAll(sales.Select(orders => database.HashGetAsync(orders, orderId.ToString())));
            var clock = database.HashGetAsync(of.Sale, "clock");
            var time = database.ExecuteAsync("TIME");
            return (await found, Later(SaleHash.ReadTime(await clock), ReadClock(await time)));
        });
        if (!Array.Exists(records, record => record.HasValue))
            return null;
        var order = OrderRecord.Parse(records.First(record => record.HasValue)!, now);
        return new(order.Quantity, order.State ?? OrderState.Sold);
    }

    /// <summary>As <see cref="ISaleLedger.ListOrdersAsync"/>.</summary>
    public async IAsyncEnumerable<IReadOnlyList<AcceptedOrder>> ListOrdersAsync(string productId)
    {
        var of = await keys.OfAsync(productId);
        await foreach (var orders in HashScan.ReadAsync(redis, of.Orders))
            yield return [.. orders.Select(order =>
            {
                var record = OrderRecord.Parse(order.Value!, asOf: default);
                return new AcceptedOrder(Guid.Parse((string)order.Name!), record.Position, record.Quantity);
            })];
    }

    /// <summary>As <see cref="ISaleLedger.CountDueAsync"/>.</summary>
    public async Task<long> CountDueAsync(string productId)
    {
        var of = await keys.OfAsync(productId);
        return await redis.CallAsync(async database =>
        {
            var now = ReadClock(await database.ExecuteAsync("TIME"));
            return await database.SortedSetLengthAsync(of.Deadlines, max: now.ToUnixTimeMilliseconds());
        });
    }

    private async Task<SaleLook[]> LookTogetherAsync(string[] productIds)
    {
        var products = await keys.OfAsync(productIds);
        var (found, deadlines, now) = await redis.CallAsync(async database =>
        {
            var hashes = Task.WhenAll(products.SelectMany(of => new[] { of.Sale, of.Suspended }).Select(key => database.HashGetAllAsync(key)));
            var next = Task.WhenAll(products.Select(of => database.SortedSetRangeByRankWithScoresAsync(of.Deadlines, stop: 0)));
            var time = database.ExecuteAsync("TIME");
            return (await hashes, await next, ReadClock(await time));
        });
        var looks = new SaleLook[productIds.Length];
        for (var i = 0; i < looks.Length; i++)
        {
            var suspension = SaleHash.ReadSuspension(found[(2 * i) + 1]);
            var fields = SaleHash.Fields(found[2 * i]);
            var sale = fields.Count == 0 ? null : SaleHash.Read(productIds[i], fields) with { Suspension = suspension, NextDeadline = ReadDeadline(deadlines[i]) };
            looks[i] = new(sale, suspension, Later(SaleHash.ReadTime(fields.GetValueOrDefault("clock")), now));
        }

        return looks;
    }

    private static DateTimeOffset? ReadDeadline(SortedSetEntry[] next) =>
        next.Length == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)next[0].Score);

    // As clock.lua has it: a sale's clock never runs back.
    private static DateTimeOffset Later(DateTimeOffset? seen, DateTimeOffset now) => seen > now ? seen.Value : now;

    // TIME answers seconds and the microseconds in them.
    private static DateTimeOffset ReadClock(RedisResult time)
    {
        var parts = (long[])time!;
        return DateTimeOffset.FromUnixTimeSeconds(parts[0]).AddTicks(parts[1] * TimeSpan.TicksPerMicrosecond);
    }
}
