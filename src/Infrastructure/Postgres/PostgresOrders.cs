using FlashFlow.Core.Draining;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Writes the orders table.</summary>
internal sealed class PostgresOrders(NpgsqlDataSource source) : IOrderStore
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
