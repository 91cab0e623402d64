using System.Collections.Concurrent;
using Npgsql;

namespace FlashFlow.Baselines;

/// <summary>A sale as people write it first: the stock is one row, and each buy a transaction of an update and an insert.</summary>
internal sealed class SqlShop(IConfiguration configuration) : IAsyncDisposable
{
    private const string Tables = """
        CREATE SCHEMA IF NOT EXISTS baseline;
        CREATE TABLE IF NOT EXISTS baseline.products (
            id    integer PRIMARY KEY,
            stock integer NOT NULL CHECK (stock >= 0)
        );
        CREATE TABLE IF NOT EXISTS baseline.orders (
            order_id   uuid        PRIMARY KEY,
            product_id integer     NOT NULL,
            quantity   integer     NOT NULL,
            ordered_at timestamptz NOT NULL DEFAULT now()
        );
        INSERT INTO baseline.products (id, stock) VALUES (1, 0) ON CONFLICT DO NOTHING;
        """;

    private readonly ConcurrentDictionary<int, Lazy<NpgsqlDataSource>> pools = new();

    /// <summary>Buys one unit.</summary>
    /// <param name="connections">Most connections of the pool through which it is bought.</param>
    /// <returns>The order's id; null when nothing is left.</returns>
    public async Task<Guid?> BuyAsync(int connections)
    {
        await using var connection = await Pool(connections).OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var take = new NpgsqlCommand(
            "UPDATE baseline.products SET stock = stock - 1 WHERE id = 1 AND stock > 0", connection, transaction);
        if (await take.ExecuteNonQueryAsync() == 0)
            return null;

        var orderId = Guid.CreateVersion7();
        await using var order = new NpgsqlCommand(
            "INSERT INTO baseline.orders (order_id, product_id, quantity) VALUES ($1, 1, 1)", connection, transaction);
        order.Parameters.Add(new() { Value = orderId });
        await order.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return orderId;
    }

    /// <summary>Begins again with this stock and no orders.</summary>
    public async Task ResetAsync(int stock)
    {
        await using var command = Pool(1).CreateCommand("TRUNCATE baseline.orders");
        await command.ExecuteNonQueryAsync();
        await using var update = Pool(1).CreateCommand("UPDATE baseline.products SET stock = $1 WHERE id = 1");
        update.Parameters.Add(new() { Value = stock });
        await update.ExecuteNonQueryAsync();
    }

    /// <summary>Creates the tables that are missing.</summary>
    public async Task PrepareAsync()
    {
        await using var command = Pool(1).CreateCommand(Tables);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in pools.Values)
            await pool.Value.DisposeAsync();
    }

    private NpgsqlDataSource Pool(int connections) => pools.GetOrAdd(connections, size => new(() => Connect(size))).Value;

    // Commands that come again and again are prepared: whoever looks into speed finds this setting first.
    private NpgsqlDataSource Connect(int connections) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(configuration["FlashFlow:Postgres:ConnectionString"])
        {
            MaxPoolSize = connections,
            MaxAutoPrepare = 10,
            Timeout = 60, // The hundredth waits for the first.
        });
}
