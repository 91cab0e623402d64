using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Core.Sales;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The orders table, and what counts beside it as settled.</summary>
public sealed class PostgresOrders(NpgsqlDataSource source, PostgresOptions options) : IOrderStore, IStoredOrders, IDisposable
{
    private const string Copy =
        "COPY orders (accepted_at, order_id, epoch, position, quantity, shopper_id) FROM STDIN (FORMAT binary)";

    // Both ways in order of position, so that two drains with the same orders wait for each other instead of deadlocking.
    private const string Insert = """
        INSERT INTO orders (accepted_at, order_id, epoch, position, quantity, shopper_id)
        SELECT accepted_at, order_id, epoch, position, quantity, nullif(shopper_id, '')
        FROM unnest($1, $2, $3, $4, $5, $6) AS o (accepted_at, order_id, epoch, position, quantity, shopper_id)
        ORDER BY epoch, position
        ON CONFLICT (order_id) DO NOTHING
        """;

    private readonly SemaphoreSlim readers = new(options.MaxPoolSize / 2);

    /// <inheritdoc/>
    public async Task StoreAsync(IReadOnlyList<OrderBatch> batches, IReadOnlyList<DeadLetter> letters, CancellationToken cancellation)
    {
        try
        {
            await InsertAsync(batches, letters, cancellation);
        }
        catch (PostgresException failure) when (IsAboutTheData(failure))
        {
            throw new OrderRejectedException(failure.Detail is { } detail ? $"{failure.MessageText}. {detail}" : failure.MessageText, failure);
        }
        catch (Exception failure) when (PostgresFailures.IsOne(failure))
        {
            PostgresFailures.ReconnectAfter(failure, source);
            throw new StoreUnavailableException(PostgresFailures.Describe(failure), failure);
        }
    }

    // Nearly always all orders are new, and then COPY is the cheapest way in. It refuses the whole group where one of them is not, or is
    // wrong, and changes nothing: then the insert decides.
    private async Task InsertAsync(IReadOnlyList<OrderBatch> batches, IReadOnlyList<DeadLetter> letters, CancellationToken cancellation)
    {
        try
        {
            if (IsCopyable(batches))
            {
                await TransactAsync(connection => CopyAsync(connection, batches, cancellation), letters, cancellation);
                return;
            }
        }
        catch (PostgresException failure) when (IsAboutTheData(failure))
        {
            // The insert decides.
        }

        try
        {
            await TransactAsync(InsertRowsAsync, letters, cancellation);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another drain may have stored the same orders at the same moment. It has committed by now, so a second try skips them,
            // and fails again only where a position was really given twice.
            await TransactAsync(InsertRowsAsync, letters, cancellation);
        }

        async Task InsertRowsAsync(NpgsqlConnection connection)
        {
            await using var command = new NpgsqlCommand(Insert, connection);
            AddColumns(command.Parameters, batches);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    // Without letters the one statement is the transaction, which spares the round trip of a commit.
    private async Task TransactAsync(Func<NpgsqlConnection, Task> store, IReadOnlyList<DeadLetter> letters, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = letters.Count > 0 ? await connection.BeginTransactionAsync(cancellation) : null;
        await store(connection);
        await PostgresDeadLetters.AddAsync(connection, letters, cancellation);
        if (transaction is not null)
            await transaction.CommitAsync(cancellation);
    }

    private static bool IsCopyable(IReadOnlyList<OrderBatch> batches) =>
        batches.Count > 0 && batches.All(batch => batch.Epoch <= int.MaxValue && batch.FirstPosition + batch.Count <= int.MaxValue);

    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<OrderBatch> batches, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellation);
        copy.Timeout = TimeSpan.FromSeconds(connection.CommandTimeout);
        foreach (var batch in batches.OrderBy(batch => batch.Epoch).ThenBy(batch => batch.FirstPosition))
            await WriteAsync(copy, batch, cancellation);
        await copy.CompleteAsync(cancellation);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, OrderBatch batch, CancellationToken cancellation)
    {
        var acceptedAt = batch.AcceptedAt.UtcDateTime;
        for (var i = 0; i < batch.Count; i++)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(acceptedAt, NpgsqlDbType.TimestampTz, cancellation);
            await copy.WriteAsync(batch.OrderIds[i], NpgsqlDbType.Uuid, cancellation);
            await copy.WriteAsync((int)batch.Epoch, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync((int)(batch.FirstPosition + i), NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(batch.Quantities[i], NpgsqlDbType.Integer, cancellation);
            if (batch.ShopperIds[i].Length == 0)
                await copy.WriteNullAsync(cancellation);
            else
                await copy.WriteAsync(batch.ShopperIds[i], NpgsqlDbType.Text, cancellation);
        }
    }

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
        await readers.WaitAsync();
        try
        {
            return await read();
        }
        finally
        {
            readers.Release();
        }
    }

    // Classes 22 (data exception) and 23 (integrity constraint violation): the same row fails again, however often it is tried.
    private static bool IsAboutTheData(PostgresException failure) =>
        failure.SqlState.StartsWith("22", StringComparison.Ordinal) || failure.SqlState.StartsWith("23", StringComparison.Ordinal);

    private static void AddColumns(NpgsqlParameterCollection parameters, IReadOnlyList<OrderBatch> batches)
    {
        var count = batches.Sum(batch => batch.Count);
        var acceptedAt = new DateTime[count];
        var orderIds = new Guid[count];
        var epochs = new long[count];
        var positions = new long[count];
        var quantities = new int[count];
        var shopperIds = new string[count];

        var row = 0;
        foreach (var batch in batches)
        {
            batch.OrderIds.CopyTo(orderIds, row);
            batch.Quantities.CopyTo(quantities, row);
            batch.ShopperIds.CopyTo(shopperIds, row);
            Array.Fill(acceptedAt, batch.AcceptedAt.UtcDateTime, row, batch.Count);
            Array.Fill(epochs, batch.Epoch, row, batch.Count);
            for (var i = 0; i < batch.Count; i++)
                positions[row + i] = batch.FirstPosition + i;
            row += batch.Count;
        }

        AddColumn(parameters, acceptedAt, NpgsqlDbType.TimestampTz);
        AddColumn(parameters, orderIds, NpgsqlDbType.Uuid);
        AddColumn(parameters, epochs, NpgsqlDbType.Bigint);
        AddColumn(parameters, positions, NpgsqlDbType.Bigint);
        AddColumn(parameters, quantities, NpgsqlDbType.Integer);
        AddColumn(parameters, shopperIds, NpgsqlDbType.Text);
    }

    private static void AddColumn<T>(NpgsqlParameterCollection parameters, T[] values, NpgsqlDbType type) =>
        parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
