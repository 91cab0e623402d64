using FlashFlow.Core.Draining;
using FlashFlow.Core.Reviewing;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The tables discarded_letters and discarded_orders.</summary>
internal sealed class PostgresDiscards(NpgsqlDataSource source) : IDiscardedLetters
{
    private const string Insert = """
        WITH letter AS (
            INSERT INTO discarded_letters (letter_id, body, reason, first_seen, attempts, discarded_by)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT DO NOTHING)
        INSERT INTO discarded_orders (order_id, epoch, position, quantity, product_id, shopper_id, letter_id)
        SELECT order_id, epoch, position, quantity, product_id, shopper_id, $1
        FROM unnest($7, $8, $9, $10, $11, $12) AS o (order_id, epoch, position, quantity, product_id, shopper_id)
        ON CONFLICT DO NOTHING
        """;

    /// <inheritdoc/>
    public async Task AddAsync(DeadLetter letter, IReadOnlyList<OrderBatch> orders, string by, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Insert);
        command.Parameters.Add(new() { Value = letter.Fingerprint });
        command.Parameters.Add(new() { Value = letter.Body.ToArray() });
        command.Parameters.Add(new() { Value = Storable(letter.Reason) });
        command.Parameters.Add(new() { Value = letter.FirstSeen?.UtcDateTime ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = letter.Attempts });
        command.Parameters.Add(new() { Value = Storable(by) });

        var singles = orders.SelectMany(batch => Enumerable.Range(0, batch.Count).Select(batch.OrderAt)).ToArray();
        AddColumn(command, NpgsqlDbType.Uuid, singles, order => order.OrderIds[0]);
        AddColumn(command, NpgsqlDbType.Bigint, singles, order => order.Epoch);
        AddColumn(command, NpgsqlDbType.Bigint, singles, order => order.FirstPosition);
        AddColumn(command, NpgsqlDbType.Integer, singles, order => order.Quantities[0]);
        AddColumn(command, NpgsqlDbType.Text, singles, order => order.ProductId);
        AddColumn(command, NpgsqlDbType.Text, singles, order => Storable(order.ShopperIds[0]));
        await PostgresQuestions.AskAsync(() => command.ExecuteNonQueryAsync(cancellation));
    }

    // A character that PostgreSQL's text cannot hold may be the very reason of a dead letter. The body keeps it.
    private static string Storable(string text) => text.Replace('\0', ' ');

    private static void AddColumn<T>(NpgsqlCommand command, NpgsqlDbType type, OrderBatch[] orders, Func<OrderBatch, T> value) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = Array.ConvertAll(orders, order => value(order)), NpgsqlDbType = NpgsqlDbType.Array | type });
}
