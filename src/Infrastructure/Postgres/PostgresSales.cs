using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The sales table.</summary>
public sealed class PostgresSales(NpgsqlDataSource source) : ISaleStore
{
    /// <inheritdoc/>
    public async Task<long> CreateAsync(SaleDefinition definition, long above, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            INSERT INTO sales (epoch, product_id, name, price, stock, limit_per_shopper, opens_at, closes_at)
            SELECT CASE WHEN next > $1 THEN next ELSE setval('sale_epochs', $1 + 1) END, $2, $3, $4, $5, $6, $7, $8
            FROM (SELECT nextval('sale_epochs') AS next) AS sequence
            RETURNING epoch
            """);
        command.Parameters.Add(new() { Value = above });
        command.Parameters.Add(new() { Value = definition.ProductId });
        command.Parameters.Add(new() { Value = definition.Name });
        command.Parameters.Add(new() { Value = definition.Price });
        command.Parameters.Add(new() { Value = definition.Stock });
        command.Parameters.Add(new() { Value = definition.LimitPerShopper });
        command.Parameters.Add(Time(definition.OpensAt));
        command.Parameters.Add(Time(definition.ClosesAt));
        return await AskAsync(async () => (int)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <inheritdoc/>
    public async Task UpdateAsync(long epoch, SaleDefinition definition, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            UPDATE sales SET name = $2, price = $3, limit_per_shopper = $4, opens_at = $5, closes_at = $6
            WHERE epoch = $1
            """);
        command.Parameters.Add(new() { Value = (int)epoch });
        command.Parameters.Add(new() { Value = definition.Name });
        command.Parameters.Add(new() { Value = definition.Price });
        command.Parameters.Add(new() { Value = definition.LimitPerShopper });
        command.Parameters.Add(Time(definition.OpensAt));
        command.Parameters.Add(Time(definition.ClosesAt));
        await AskAsync(() => command.ExecuteNonQueryAsync(cancellation));
    }

    /// <inheritdoc/>
    public async Task<HighWaterMark> FindMarkAsync(string productId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            SELECT epoch, last.position
            FROM sales
            CROSS JOIN LATERAL (SELECT position FROM orders WHERE orders.epoch = sales.epoch ORDER BY position DESC LIMIT 1) AS last
            WHERE product_id = $1
                AND (SELECT state FROM sales WHERE product_id = $1 ORDER BY epoch DESC LIMIT 1) <> 'archived'
            ORDER BY epoch DESC
            LIMIT 1
            """);
        command.Parameters.Add(new() { Value = productId });
        return await AskAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            return await reader.ReadAsync(cancellation) ? new HighWaterMark(reader.GetInt32(0), reader.GetInt32(1)) : HighWaterMark.None;
        });
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, HighWaterMark>> ListMarksAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            SELECT DISTINCT ON (product_id) product_id, epoch, last.position
            FROM sales
            CROSS JOIN LATERAL (SELECT position FROM orders WHERE orders.epoch = sales.epoch ORDER BY position DESC LIMIT 1) AS last
            ORDER BY product_id, epoch DESC
            """);
        return await AskAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var marks = new Dictionary<string, HighWaterMark>();
            while (await reader.ReadAsync(cancellation))
                marks.Add(reader.GetString(0), new(reader.GetInt32(1), reader.GetInt32(2)));
            return marks;
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListArchivedAsync(CancellationToken cancellation) => ListAsync(
        """
        SELECT product_id
        FROM (SELECT DISTINCT ON (product_id) product_id, state FROM sales ORDER BY product_id, epoch DESC) AS latest
        WHERE state = 'archived'
        """,
        cancellation);

    /// <inheritdoc/>
    public async Task NoteAsync(long epoch, long added, SaleState state, CancellationToken cancellation)
    {
        // Units are only ever added: of two notes that overtake each other the larger number is the later one.
        await using var command = source.CreateCommand("UPDATE sales SET added = greatest(added, $2), state = $3 WHERE epoch = $1");
        command.Parameters.Add(new() { Value = (int)epoch });
        command.Parameters.Add(new() { Value = (int)added });
        command.Parameters.Add(new() { Value = state.ToString().ToLowerInvariant() });
        await AskAsync(() => command.ExecuteNonQueryAsync(cancellation));
    }

    /// <inheritdoc/>
    public async Task<StoredSale?> FindAsync(long epoch, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            SELECT product_id, name, price, stock, limit_per_shopper, opens_at, closes_at, added, state FROM sales WHERE epoch = $1
            """);
        command.Parameters.Add(new() { Value = (int)epoch });
        return await AskAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            return await reader.ReadAsync(cancellation) ? Read(reader) : null;
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListProductsAsync(CancellationToken cancellation) =>
        ListAsync("SELECT DISTINCT product_id FROM sales", cancellation);

    private async Task<IReadOnlyList<string>> ListAsync(string query, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(query);
        return await AskAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var ids = new List<string>();
            while (await reader.ReadAsync(cancellation))
                ids.Add(reader.GetString(0));
            ids.Sort(StringComparer.Ordinal);
            return ids;
        });
    }

    private static StoredSale Read(NpgsqlDataReader row)
    {
        var definition = new SaleDefinition
        {
            ProductId = row.GetString(0),
            Name = row.GetString(1),
            Price = row.GetDecimal(2),
            Stock = row.GetInt32(3),
            LimitPerShopper = row.GetInt32(4),
            OpensAt = row.IsDBNull(5) ? null : new DateTimeOffset(row.GetDateTime(5)),
            ClosesAt = row.IsDBNull(6) ? null : new DateTimeOffset(row.GetDateTime(6)),
        };
        return new(definition, row.GetInt32(7), Enum.Parse<SaleState>(row.GetString(8), ignoreCase: true));
    }

    private static NpgsqlParameter Time(DateTimeOffset? time) =>
        new() { Value = time?.UtcDateTime ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz };

    /// <summary>Runs a query.</summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL is away or refuses.</exception>
    internal static async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (NpgsqlException failure)
        {
            throw new SaleStoreUnavailableException($"PostgreSQL: {failure.Message}", failure);
        }
    }
}
