using FlashFlow.Core.Buying;
using FlashFlow.Core.Rebuilding;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>Fills the new hashes beside the old ones, bit by bit, and swaps them in one script.</summary>
internal sealed class RedisLedgerReplacement(RedisConnection redis, ProductKeyDirectory keys, RedisProducts products) : ILedgerReplacement
{
    private const int ChunkSize = 1_000;

    // Longer than any takes; what a process that died has filled is gone by then.
    private static readonly TimeSpan MostTime = TimeSpan.FromHours(1);

    private static readonly string Rebuild = LuaScript.Text("rebuild");

    /// <inheritdoc/>
    public async Task<bool> ReplaceAsync(RebuildPlan plan)
    {
        var id = plan.Sale.Definition.ProductId;
        var of = await keys.OfAsync(id);
        var grace = await FindTimeAsync() + RebuildPlan.Grace;
        SoldOrder[] orders = [.. plan.Orders.Select(order => WithGrace(order, grace))];
        // Each attempt fills keys of its own: of two at once the later one must not empty what the earlier one is about to swap in.
        var attempt = Guid.NewGuid();
        await FillAsync(of.NewOrders(attempt), orders.Select(Record), (database, key, chunk) => database.HashSetAsync(key, chunk));
        await FillAsync(of.NewShoppers(attempt), CountByShopper(orders), (database, key, chunk) => database.HashSetAsync(key, chunk));
        await FillAsync(of.NewDeadlines(attempt), orders.Where(IsHeld).Select(Deadline), (database, key, chunk) => database.SortedSetAddAsync(key, chunk));
        await FillAsync(of.NewCancels(attempt), plan.Cancels.Select(Cancel), (database, key, chunk) => database.HashSetAsync(key, chunk));
        await products.AddAsync(id, plan.Epoch, plan.Sale.Definition.Family);
        return (bool)await redis.EvaluateAsync(
            Rebuild,
            [
                of.Sale, of.Suspended, of.Ended,
                of.Orders, of.NewOrders(attempt), of.Shoppers, of.NewShoppers(attempt),
                of.Deadlines, of.NewDeadlines(attempt), of.Cancels, of.NewCancels(attempt),
            ],
            Arguments(plan));
    }

    private async Task FillAsync<T>(RedisKey key, IEnumerable<T> entries, Func<IDatabase, RedisKey, T[], Task> add)
    {
        foreach (var chunk in entries.Chunk(ChunkSize))
        {
            await redis.CallAsync(async database =>
            {
                await add(database, key, chunk);
                return await database.KeyExpireAsync(key, MostTime);
            });
        }
    }

    // By the ledger's clock, which decides about the deadlines.
    private async Task<DateTimeOffset> FindTimeAsync()
    {
        var time = (long[])(await redis.CallAsync(database => database.ExecuteAsync("TIME")))!;
        return DateTimeOffset.FromUnixTimeSeconds(time[0]).AddTicks(time[1] * TimeSpan.TicksPerMicrosecond);
    }

    private static bool IsHeld(SoldOrder order) => order.State?.Status == OrderStatus.Held;

    private static SoldOrder WithGrace(SoldOrder order, DateTimeOffset grace) =>
        IsHeld(order) && !(order.State!.ExpiresAt > grace) ? order with { State = order.State with { ExpiresAt = grace } } : order;

    private static HashEntry Record(SoldOrder order) =>
        new(order.OrderId.ToString(), new OrderRecord(order.Position, order.Quantity, order.State).Write(order.ShopperId));

    private static SortedSetEntry Deadline(SoldOrder order) => new(order.OrderId.ToString(), order.State!.ExpiresAt!.Value.ToUnixTimeMilliseconds());

    private static HashEntry Cancel(StoredTransition cancel) => new($"{cancel.OrderId}:{cancel.Key}", cancel.Asked ?? "");

    // G5: a hold counts, and so does what was sold, cancelled or not; a lapsed hold does not.
    private static IEnumerable<HashEntry> CountByShopper(IEnumerable<SoldOrder> orders) => orders
        .Where(order => order.ShopperId.Length > 0 && order.State?.Status is not (OrderStatus.Released or OrderStatus.Expired))
        .GroupBy(order => order.ShopperId)
        .Select(shopper => new HashEntry(shopper.Key, shopper.Sum(order => (long)order.Quantity)));

    private static RedisValue[] Arguments(RebuildPlan plan)
    {
        RedisValue[] fields =
        [
            "state", SaleStates.Name(plan.Sale.State),
            "initial", plan.Sale.Definition.Stock,
            "added", plan.Sale.Added,
            "remaining", plan.Remaining,
            "accepted", plan.Accepted,
            "orders", plan.Orders.Count,
            "held", plan.Held,
            "lapsed", plan.Lapsed,
            "returned", plan.Returned,
            "lost", plan.Lost,
            .. SaleHash.Changeable(plan.Sale.Definition),
        ];
        return
        [
            plan.Epoch,
            plan.LastSeq,
            fields.Length / 2,
            .. fields,
            .. plan.Ended.SelectMany(sale => new RedisValue[] { sale.Epoch, $"{sale.Orders}:{sale.Units}" }),
        ];
    }
}
