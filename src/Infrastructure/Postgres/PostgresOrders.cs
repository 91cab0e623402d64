using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Core.Sales;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The orders table.</summary>
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
    public async Task StoreAsync(IReadOnlyList<OrderBatch> batches, CancellationToken cancellation)
    {
        try
        {
            await InsertAsync(batches, cancellation);
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
    private async Task InsertAsync(IReadOnlyList<OrderBatch> batches, CancellationToken cancellation)
    {
        if (await TryCopyAsync(batches, cancellation))
            return;

        await using var command = source.CreateCommand(Insert);
        AddColumns(command.Parameters, batches);
        try
        {
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another drain may have stored the same orders at the same moment. It has committed by now, so a second try skips them,
            // and fails again only where a position was really given twice.
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private async Task<bool> TryCopyAsync(IReadOnlyList<OrderBatch> batches, CancellationToken cancellation)
    {
        if (batches.Any(batch => batch.Epoch > int.MaxValue || batch.FirstPosition + batch.Count > int.MaxValue))
            return false;

        await using var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellation);
            copy.Timeout = TimeSpan.FromSeconds(connection.CommandTimeout);
            foreach (var batch in batches.OrderBy(batch => batch.Epoch).ThenBy(batch => batch.FirstPosition))
                await WriteAsync(copy, batch, cancellation);
            await copy.CompleteAsync(cancellation);
            return true;
        }
        catch (PostgresException failure) when (IsAboutTheData(failure))
        {
            return false;
        }
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
    // By the index on epoch and position, one sale at a time: a plain join would read the orders of every product that was ever sold.
    public Task<IReadOnlyDictionary<long, Tally>> CountAsync(string productId, CancellationToken cancellation) => CountAsync(
        """
        SELECT sales.epoch::bigint, stored.orders, stored.units
        FROM sales
        CROSS JOIN LATERAL (SELECT count(*) AS orders, sum(quantity) AS units FROM orders WHERE orders.epoch = sales.epoch) AS stored
        WHERE product_id = $1 AND stored.orders > 0
        """,
        productId,
        cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<long, Tally>> CountDiscardedAsync(string productId, CancellationToken cancellation) => CountAsync(
        """
        SELECT epoch, count(*), sum(quantity)
        FROM discarded_orders
        WHERE product_id = $1 AND NOT EXISTS (SELECT FROM orders WHERE orders.order_id = discarded_orders.order_id)
        GROUP BY epoch
        """,
        productId,
        cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlySet<Guid>> FindAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            SELECT order_id FROM orders WHERE order_id = ANY ($1)
            UNION SELECT order_id FROM discarded_orders WHERE order_id = ANY ($1)
            """);
        command.Parameters.Add(new() { Value = orderIds.ToArray() });
        return await PostgresQuestions.AskAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var found = new HashSet<Guid>();
            while (await reader.ReadAsync(cancellation))
                found.Add(reader.GetGuid(0));
            return found;
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SoldOrder>> ReadAsync(long epoch, CancellationToken cancellation) =>
        ReadAsync("SELECT order_id, position, quantity, coalesce(shopper_id, '') FROM orders WHERE epoch = $1", epoch, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SoldOrder>> ReadDiscardedAsync(long epoch, CancellationToken cancellation) =>
        ReadAsync("SELECT order_id, position, quantity, coalesce(shopper_id, '') FROM discarded_orders WHERE epoch = $1", epoch, cancellation);

    private async Task<IReadOnlyList<SoldOrder>> ReadAsync(string query, long epoch, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(query);
        command.Parameters.Add(new() { Value = epoch });
        return await PostgresQuestions.AskAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var orders = new List<SoldOrder>();
            while (await reader.ReadAsync(cancellation))
                orders.Add(new(reader.GetGuid(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetString(3)));
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

    private async Task<IReadOnlyDictionary<long, Tally>> CountAsync(string query, string productId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(query);
        command.Parameters.Add(new() { Value = productId });
        return await PostgresQuestions.AskAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var tallies = new Dictionary<long, Tally>();
            while (await reader.ReadAsync(cancellation))
                tallies.Add(reader.GetInt64(0), new(reader.GetInt64(1), reader.GetInt64(2)));
            return tallies;
        });
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
