using FlashFlow.Core.Auditing;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Core.Sales;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Reads the orders table, and what counts beside it as settled.</summary>
public sealed class PostgresStoredOrders(NpgsqlDataSource source, PostgresOptions options) : IStoredOrders, IDisposable
{
    private readonly SemaphoreSlim readers = new(options.MaxPoolSize / 2);

    /// <inheritdoc/>
    // One statement, so one snapshot: an order that moves on meanwhile, from a dead letter to the rows, say, counts in one place. Stored orders
    // by the index on epoch and position, one sale at a time: a plain join would read the orders of every product that was ever sold.
    public async Task<IReadOnlyList<SettledSale>> CountAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            SELECT product_id, epoch::bigint, 'stored', stored.orders, stored.units::bigint
            FROM sales
            CROSS JOIN LATERAL (SELECT count(*) AS orders, sum(quantity) AS units FROM orders WHERE orders.epoch = sales.epoch) AS stored
            WHERE product_id = ANY ($1) AND stored.orders > 0
            UNION ALL
            SELECT product_id, epoch, state, count(*), sum(quantity)::bigint
            FROM (
                SELECT DISTINCT ON (order_id) product_id, epoch, state, quantity
                FROM dead_orders JOIN dead_letters USING (letter_id)
                WHERE product_id = ANY ($1) AND state <> 'replayed'
                    AND NOT EXISTS (SELECT FROM orders WHERE orders.order_id = dead_orders.order_id)
                ORDER BY order_id, state) AS dead
            GROUP BY product_id, epoch, state
            """);
        command.Parameters.Add(new() { Value = productIds.ToArray() });
        return await PostgresQuestions.AskAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var sales = new Dictionary<(string, long), SettledSale>();
            while (await reader.ReadAsync(cancellation))
            {
                var (productId, epoch, tally) = (reader.GetString(0), reader.GetInt64(1), new Tally(reader.GetInt64(3), reader.GetInt64(4)));
                var sale = sales.GetValueOrDefault((productId, epoch), new(productId, epoch, default, default, default));
                sales[(productId, epoch)] = reader.GetString(2) switch
                {
                    "stored" => sale with { Stored = tally },
                    "dead" => sale with { Dead = tally },
                    _ => sale with { Discarded = tally },
                };
            }

            return sales.Values.ToArray();
        });
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SoldOrder>> ReadAsync(long epoch, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT order_id, position, quantity, coalesce(shopper_id, '') FROM orders WHERE epoch = $1");
        command.Parameters.Add(new() { Value = epoch });
        return await PostgresQuestions.AskAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var orders = new List<SoldOrder>();
            while (await reader.ReadAsync(cancellation))
                orders.Add(new(reader.GetGuid(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetString(3)));
            return orders;
        });
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadOrder>> ReadDeadAsync(string productId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            SELECT order_id, position, quantity, shopper_id, epoch, state = 'discarded'
            FROM dead_orders JOIN dead_letters USING (letter_id)
            WHERE product_id = $1
            """);
        command.Parameters.Add(new() { Value = productId });
        return await PostgresQuestions.AskAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var orders = new List<DeadOrder>();
            while (await reader.ReadAsync(cancellation))
                orders.Add(new(
                    reader.GetInt64(4),
                    new(reader.GetGuid(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetString(3)),
                    reader.GetBoolean(5)));
            return orders;
        });
    }

    /// <summary>Whether the order is stored as one of the product.</summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL does not answer.</exception>
    public Task<bool> ContainsAsync(string productId, Guid orderId, CancellationToken cancellation) => PostgresQuestions.AskAsync(options, () => InTurnAsync(async () =>
    {
        await using var command = source.Statement(
            "SELECT EXISTS (SELECT FROM orders JOIN sales USING (epoch) WHERE order_id = $1 AND product_id = $2)", orderId, productId);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }));

    /// <inheritdoc/>
    public void Dispose() => readers.Dispose();

    // Shoppers who ask for their orders wait for each other, and no store, buy or check waits for them.
    private async Task<T> InTurnAsync<T>(Func<Task<T>> read)
    {
        // No longer than the asker: by then it has gone on without it, and whoever comes later must not wait behind questions of nobody.
        if (!await readers.WaitAsync(TimeSpan.FromMilliseconds(options.DeadlineMilliseconds)))
            throw new TimeoutException($"all {options.MaxPoolSize / 2} connections for reading orders are taken");
        try
        {
            return await read();
        }
        finally
        {
            readers.Release();
        }
    }
}
