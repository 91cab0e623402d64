using System.Data;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Rooms;
using FlashFlow.Core.Sales;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The sales table.</summary>
public sealed class PostgresSales(NpgsqlDataSource source, PostgresOptions options) : ISaleStore
{
    // Whoever numbers a sale does it alone, so that what it sees is what there is.
    private const long NumberingLock = 0x466C6173684E756D;

    // A sequence that was restored or copied may be behind the rows. It is never taken at its word, only heard.
    private const string Insert = """
        INSERT INTO sales (
            epoch, product_id, name, price, stock, limit_per_shopper, opens_at, closes_at,
            currency, hold_seconds, hold_max_seconds, cancel_until, return_after_seconds, family, bundle, room)
        SELECT setval('sale_epochs', greatest(
                nextval('sale_epochs'),
                $1 + 1,
                (SELECT coalesce(max(epoch), 0) + 1 FROM sales),
                (SELECT coalesce(max(epoch), 0) + 1 FROM orders),
                (SELECT coalesce(max(epoch), 0) + 1 FROM order_events),
                (SELECT coalesce(max(epoch), 0) + 1 FROM dead_orders),
                (SELECT coalesce(max(epoch), 0) + 1 FROM dead_transitions),
                (SELECT coalesce(max((record ->> 'Epoch')::integer), 0) + 1 FROM sale_records))),
            $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
        RETURNING epoch
        """;

    // The number of a sale's last transition is the greater of two, each found by its index.
    private const string SalesWithLastSeq = """
        sales
        CROSS JOIN LATERAL (
            SELECT greatest(
                (SELECT position FROM orders WHERE orders.epoch = sales.epoch ORDER BY position DESC LIMIT 1),
                (SELECT seq FROM order_events WHERE order_events.epoch = sales.epoch ORDER BY seq DESC LIMIT 1)) AS seq) AS last
        """;

    /// <inheritdoc/>
    public Task<long> CreateAsync(SaleDefinition definition, long above, CancellationToken cancellation) => PostgresQuestions.AskAsync(options, async () =>
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        await using (var alone = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection).With(NumberingLock))
            await alone.ExecuteNonQueryAsync(cancellation);
        await using var insert = new NpgsqlCommand(Insert, connection).With(
            above, definition.ProductId, definition.Name, definition.Price, definition.Stock, definition.LimitPerShopper,
            Time(definition.OpensAt), Time(definition.ClosesAt),
            PostgresQuestions.Text(definition.Currency?.Code), definition.HoldSeconds, definition.HoldMaxSeconds, Time(definition.CancelUntil), definition.ReturnAfterSeconds,
            PostgresQuestions.Text(definition.Family), PostgresQuestions.Text(definition.Bundle?.ToString()), PostgresQuestions.Text(definition.Room?.ToString()));
        var epoch = (int)(await insert.ExecuteScalarAsync(cancellation))!;
        await transaction.CommitAsync(cancellation);
        return (long)epoch;
    });

    /// <inheritdoc/>
    public Task<HighWaterMark> FindMarkAsync(string productId, CancellationToken cancellation) => PostgresQuestions.AskAsync(options, async () =>
    {
        await using var command = source.Statement(
            $"""
            SELECT epoch, last.seq
            FROM {SalesWithLastSeq}
            WHERE product_id = $1
                AND last.seq IS NOT NULL
                AND (SELECT state FROM sales WHERE product_id = $1 ORDER BY epoch DESC LIMIT 1) <> 'archived'
            ORDER BY epoch DESC
            LIMIT 1
            """,
            productId);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new HighWaterMark(reader.GetInt32(0), reader.GetInt32(1)) : HighWaterMark.None;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, HighWaterMark>> ListMarksAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellation) => PostgresQuestions.AskAsync(async () =>
    {
        await using var command = source.CreateCommand($"""
            SELECT DISTINCT ON (product_id) product_id, epoch, last.seq
            FROM {SalesWithLastSeq}
            WHERE product_id = ANY ($1) AND last.seq IS NOT NULL
            ORDER BY product_id, epoch DESC
            """);
        command.Parameters.Add(new() { Value = productIds.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var marks = new Dictionary<string, HighWaterMark>();
        while (await reader.ReadAsync(cancellation))
            marks.Add(reader.GetString(0), new(reader.GetInt32(1), reader.GetInt32(2)));
        return (IReadOnlyDictionary<string, HighWaterMark>)marks;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListArchivedAsync(CancellationToken cancellation) => ListAsync(
        """
        SELECT product_id
        FROM (SELECT DISTINCT ON (product_id) product_id, state FROM sales ORDER BY product_id, epoch DESC) AS latest
        WHERE state = 'archived'
        """,
        cancellation);

    /// <inheritdoc/>
    public Task NoteAsync(Sale sale, CancellationToken cancellation) => PostgresQuestions.AskAsync(options, async () =>
    {
        // Units are only ever added: of two notes that overtake each other the larger number is the later one.
        await using var command = source.Statement(
            """
            UPDATE sales
            SET added = greatest(added, $2), state = $3, name = $4, price = $5, limit_per_shopper = $6, opens_at = $7, closes_at = $8,
                currency = $9, hold_seconds = $10, hold_max_seconds = $11, cancel_until = $12, return_after_seconds = $13, bundle = $14,
                room = $15
            WHERE epoch = $1
            """,
            (int)sale.Epoch, (int)sale.Added, sale.State.ToString().ToLowerInvariant(), sale.Definition.Name, sale.Definition.Price,
            sale.Definition.LimitPerShopper, Time(sale.Definition.OpensAt), Time(sale.Definition.ClosesAt),
            PostgresQuestions.Text(sale.Definition.Currency?.Code), sale.Definition.HoldSeconds, sale.Definition.HoldMaxSeconds, Time(sale.Definition.CancelUntil),
            sale.Definition.ReturnAfterSeconds, PostgresQuestions.Text(sale.Definition.Bundle?.ToString()),
            PostgresQuestions.Text(sale.Definition.Room?.ToString()));
        return await command.ExecuteNonQueryAsync(cancellation);
    });

    /// <inheritdoc/>
    public Task NoteLossAsync(long epoch, IReadOnlyList<(long First, long Last)> missing, long lastSeq, CancellationToken cancellation) => PostgresQuestions.AskAsync(options, async () =>
    {
        await using var command = source.CreateCommand("""
            INSERT INTO lost_transitions AS kept (epoch, first_seq, last_seq, known_to)
            SELECT $1, first, last, $4 FROM unnest($2, $3) AS missing (first, last)
            ON CONFLICT (epoch, first_seq) DO UPDATE SET last_seq = greatest(kept.last_seq, excluded.last_seq), known_to = excluded.known_to
            """).With((int)epoch);
        command
            .AddColumn(NpgsqlTypes.NpgsqlDbType.Integer, missing, range => (int)range.First)
            .AddColumn(NpgsqlTypes.NpgsqlDbType.Integer, missing, range => (int)range.Last)
            .With((int)lastSeq);
        return await command.ExecuteNonQueryAsync(cancellation);
    });

    /// <inheritdoc/>
    public Task<StoredSale?> FindAsync(long epoch, CancellationToken cancellation) => PostgresQuestions.AskAsync(options, async () =>
    {
        await using var command = source.Statement(
            """
            SELECT product_id, name, price, stock, limit_per_shopper, opens_at, closes_at, added, state,
                currency, hold_seconds, hold_max_seconds, cancel_until, return_after_seconds, family, bundle, room
            FROM sales WHERE epoch = $1
            """,
            (int)epoch);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListProductsAsync(CancellationToken cancellation) =>
        ListAsync("SELECT DISTINCT product_id FROM sales", cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> ListFamiliesAsync(CancellationToken cancellation) => PostgresQuestions.AskAsync(async () =>
    {
        var products = await source.CreateCommand("SELECT DISTINCT product_id, family FROM sales WHERE family IS NOT NULL")
            .ListAsync(row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), cancellation);
        return (IReadOnlyDictionary<string, string>)new Dictionary<string, string>(products);
    });

    private Task<IReadOnlyList<string>> ListAsync(string query, CancellationToken cancellation) => PostgresQuestions.AskAsync(async () =>
    {
        var ids = await source.CreateCommand(query).ListAsync(row => row.GetString(0), cancellation);
        return (IReadOnlyList<string>)[.. ids.Order(StringComparer.Ordinal)];
    });

    private static StoredSale Read(NpgsqlDataReader row)
    {
        var definition = new SaleDefinition
        {
            ProductId = row.GetString(0),
            Name = row.GetString(1),
            Price = row.GetDecimal(2),
            Stock = row.GetInt32(3),
            LimitPerShopper = row.GetInt32(4),
            OpensAt = ReadTime(row, 5),
            ClosesAt = ReadTime(row, 6),
            Currency = row.IsDBNull(9) ? null : Currency.Find(row.GetString(9)),
            HoldSeconds = row.GetInt32(10),
            HoldMaxSeconds = row.GetInt32(11),
            CancelUntil = ReadTime(row, 12),
            ReturnAfterSeconds = row.GetInt32(13),
            Family = row.IsDBNull(14) ? null : row.GetString(14),
            Bundle = row.IsDBNull(15) ? null : Bundle.Parse(row.GetString(15)),
            Room = row.IsDBNull(16) ? null : Room.Parse(row.GetString(16)),
        };
        return new(definition, row.GetInt32(7), Enum.Parse<SaleState>(row.GetString(8), ignoreCase: true));
    }

    private static DateTimeOffset? ReadTime(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTimeOffset(row.GetDateTime(column));

    private static NpgsqlParameter Time(DateTimeOffset? time) =>
        new() { Value = time?.UtcDateTime ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz };
}
