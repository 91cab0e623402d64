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
    public async Task<IReadOnlyList<string>> ListProductsAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT DISTINCT product_id FROM sales");
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
