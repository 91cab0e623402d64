using FlashFlow.Core.Auditing;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Carts;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Core.Sales;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Reads the orders table, and what counts beside it as settled.</summary>
public sealed class PostgresStoredOrders(NpgsqlDataSource source, PostgresOptions options) : IStoredOrders, IDisposable
{
    // Shoppers who ask for their orders wait for each other, and no store, buy or check waits for them.
    private readonly PostgresTurns readers = new(options.MaxPoolSize / 2, options.DeadlineMilliseconds, "reading orders");

    /// <inheritdoc/>
    // One statement, so one snapshot: an order that moves on meanwhile, from a dead letter to the rows, say, counts in one place. Stored orders
    // by the index on epoch and position, one sale at a time: a plain join would read the orders of every product that was ever sold.
    public async Task<IReadOnlyList<SettledSale>> CountAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            SELECT product_id, epoch::bigint, 'stored', stored.orders, stored.units::bigint, NULL::timestamptz
            FROM sales
            CROSS JOIN LATERAL (
                SELECT count(*) AS orders, sum(quantity) AS units FROM orders WHERE orders.epoch = sales.epoch AND (orders.state ? 'partial') IS NOT TRUE) AS stored
            WHERE product_id = ANY ($1) AND stored.orders > 0
            UNION ALL
            SELECT product_id, epoch::bigint, 'stored transitions', stored.transitions, 0, NULL
            FROM sales
            CROSS JOIN LATERAL (SELECT count(*) AS transitions FROM order_events WHERE order_events.epoch = sales.epoch) AS stored
            WHERE product_id = ANY ($1) AND stored.transitions > 0
            UNION ALL
            SELECT product_id, epoch, 'stored', orders, units, pruned_at FROM pruned_sales WHERE product_id = ANY ($1)
            UNION ALL
            SELECT product_id, epoch, 'stored transitions', transitions, 0, pruned_at FROM pruned_sales WHERE product_id = ANY ($1)
            UNION ALL
            SELECT product_id, epoch, state, count(*), sum(quantity)::bigint, NULL
            FROM (
                SELECT DISTINCT ON (order_id) product_id, epoch, state, quantity
                FROM dead_orders JOIN dead_letters USING (letter_id)
                WHERE product_id = ANY ($1) AND state <> 'replayed'
                    AND NOT EXISTS (
                        SELECT FROM orders WHERE orders.order_id = dead_orders.order_id AND (orders.state ? 'partial') IS NOT TRUE)
                ORDER BY order_id, state) AS dead
            GROUP BY product_id, epoch, state
            UNION ALL
            SELECT product_id, epoch, state || ' transitions', count(*), 0, NULL
            FROM (
                SELECT DISTINCT ON (product_id, epoch, seq, kind, dead.order_id) product_id, epoch, state
                FROM dead_transitions AS dead JOIN dead_letters USING (letter_id)
                WHERE product_id = ANY ($1) AND state <> 'replayed'
                    AND NOT EXISTS (
                        SELECT FROM order_events
                        WHERE order_events.epoch = dead.epoch AND order_events.seq = dead.seq AND order_events.kind = dead.kind
                            AND order_events.order_id IS NOT DISTINCT FROM dead.order_id)
                ORDER BY product_id, epoch, seq, kind, dead.order_id, state) AS dead
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
                if (!reader.IsDBNull(5))
                    sale = sale with { PrunedAt = reader.GetFieldValue<DateTimeOffset>(5) };
                sales[(productId, epoch)] = reader.GetString(2) switch
                {
                    "stored" => sale with { Stored = tally },
                    "dead" => sale with { Dead = tally },
                    "discarded" => sale with { Discarded = tally },
                    "stored transitions" => sale with { Transitions = sale.Transitions with { Stored = tally.Orders } },
                    "dead transitions" => sale with { Transitions = sale.Transitions with { Dead = tally.Orders } },
                    _ => sale with { Transitions = sale.Transitions with { Discarded = tally.Orders } },
                };
            }

            return sales.Values.ToArray();
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SoldOrder>> ReadAsync(long epoch, CancellationToken cancellation) => ReadAsync(
        $"SELECT {OrderColumns.Names} FROM orders WHERE epoch = $1",
        epoch,
        row => OrderColumns.Read(row),
        cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlySet<Guid>> FindMissingAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellation) => (await ReadAsync(
        """
        SELECT asked FROM unnest($1) AS asked
        WHERE NOT EXISTS (SELECT FROM orders WHERE order_id = asked AND (state ? 'partial') IS NOT TRUE)
            AND NOT EXISTS (SELECT FROM dead_orders WHERE order_id = asked)
        """,
        orderIds.ToArray(),
        row => row.GetGuid(0),
        cancellation)).ToHashSet();

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredTransition>> ReadTransitionsAsync(long epoch, CancellationToken cancellation) => ReadAsync(
        "SELECT seq, kind, order_id, details ->> 'key', details ->> 'asked' FROM order_events WHERE epoch = $1",
        epoch,
        row => new StoredTransition(
            row.GetInt32(0),
            TransitionKinds.Parse(row.GetString(1)),
            row.IsDBNull(2) ? null : row.GetGuid(2),
            row.IsDBNull(3) ? null : row.GetString(3),
            row.IsDBNull(4) ? null : row.GetString(4)),
        cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadMessage>> ReadDeadAsync(string productId, CancellationToken cancellation) => ReadAsync(
        """
        SELECT body, state = 'discarded'
        FROM dead_letters
        WHERE letter_id IN (
            SELECT letter_id FROM dead_orders WHERE product_id = $1 UNION SELECT letter_id FROM dead_transitions WHERE product_id = $1)
        """,
        productId,
        row => new DeadMessage(row.GetFieldValue<byte[]>(0), row.GetBoolean(1)),
        cancellation);

    /// <summary>The order as it is stored, if it is one of the product.</summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL does not answer.</exception>
    public Task<StoredOrder?> FindAsync(string productId, Guid orderId, CancellationToken cancellation) => PostgresQuestions.AskAsync(options, async () =>
    {
        using var turn = await readers.TakeAsync();
        await using var command = source.Statement(
            "SELECT quantity, orders.state FROM orders JOIN sales USING (epoch) WHERE order_id = $1 AND product_id = $2", orderId, productId);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;
        return new StoredOrder(reader.GetInt32(0), reader.IsDBNull(1) ? OrderState.Sold : OrderStateJson.Read(reader.GetString(1)).State);
    });

    /// <summary>The orders that an order of several lines is made of since it was tried last, as far as they are stored; null where none is. What was asked for is what they are.</summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL does not answer.</exception>
    public Task<Cart?> FindCartAsync(Guid cartId, CancellationToken cancellation) => PostgresQuestions.AskAsync(options, async () =>
    {
        using var turn = await readers.TakeAsync();
        var parts = await source
            .Statement(
                """
                SELECT product_id, family, epoch, order_id, quantity, shopper_id
                FROM (
                    SELECT DISTINCT ON (product_id) product_id, family, epoch, order_id, quantity, coalesce(shopper_id, '') AS shopper_id
                    FROM orders JOIN sales USING (epoch)
                    WHERE orders.state ->> 'cart' = $1 AND orders.state ? 'cart'
                    ORDER BY product_id, epoch DESC, position DESC) AS of_last_try
                ORDER BY coalesce(family, product_id) COLLATE "C", product_id COLLATE "C"
                """,
                cartId.ToString())
            .ListAsync(ReadPart, cancellation);
        return parts.Count == 0 ? null : new Cart
        {
            Id = cartId,
            ShopperId = parts[0].ShopperId,
            Lines = [.. parts.Select(part => new CartLine(part.Part.ProductId, part.Part.Quantity))],
            Parts = [.. parts.Select(part => part.Part)],
            IsTaken = true,
        };
    });

    /// <inheritdoc/>
    public void Dispose() => readers.Dispose();

    private static (CartPart Part, string ShopperId) ReadPart(NpgsqlDataReader row)
    {
        var part = new CartPart
        {
            ProductId = row.GetString(0),
            Family = row.IsDBNull(1) ? null : row.GetString(1),
            Epoch = row.GetInt32(2),
            OrderId = row.GetGuid(3),
            Quantity = row.GetInt32(4),
        };
        return (part, row.GetString(5));
    }

    private Task<IReadOnlyList<T>> ReadAsync<T>(string query, object of, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) =>
        PostgresQuestions.AskAsync(() => source.Statement(query, of).ListAsync(read, cancellation));
}
