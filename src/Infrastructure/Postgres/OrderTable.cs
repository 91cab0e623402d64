using FlashFlow.Core.Rebuilding;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The two ways into the table orders, both within the caller's transaction, and both in order of position, so that two drains with the same orders wait for each other instead of deadlocking.</summary>
internal static class OrderTable
{
    private const string CopySold =
        "COPY orders (accepted_at, order_id, epoch, position, quantity, shopper_id) FROM STDIN (FORMAT binary)";

    private const string CopyAny =
        "COPY orders (accepted_at, order_id, epoch, position, quantity, shopper_id, seq, state) FROM STDIN (FORMAT binary)";

    // It never goes back: the state of the later transition counts, whichever comes first, and what changes nothing is not written.
    // accepted_at and shopper_id are what the message of the first transition says, which may come after others.
    private const string Upsert = """
        INSERT INTO orders AS kept (accepted_at, order_id, epoch, position, quantity, shopper_id, seq, state)
        SELECT at, order_id, epoch, position, quantity, nullif(shopper_id, ''), nullif(seq, position), state
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS o (at, order_id, epoch, position, quantity, shopper_id, seq, state)
        ORDER BY epoch, position
        ON CONFLICT (epoch, position) DO UPDATE SET
            order_id = CASE WHEN kept.order_id = excluded.order_id THEN kept.order_id ELSE refuse_position(kept.epoch, kept.position) END,
            accepted_at = least(kept.accepted_at, excluded.accepted_at),
            shopper_id = coalesce(kept.shopper_id, excluded.shopper_id),
            seq = nullif(greatest(kept.position, kept.seq, coalesce(excluded.seq, excluded.position)), kept.position),
            state = merge_order_states(
                kept.state, excluded.state, coalesce(kept.seq, kept.position) < coalesce(excluded.seq, excluded.position))
        WHERE kept.order_id <> excluded.order_id
            OR coalesce(kept.seq, kept.position) < coalesce(excluded.seq, excluded.position)
            OR merge_order_states(kept.state, excluded.state, false) IS DISTINCT FROM kept.state
        """;

    /// <summary>Whether COPY can be tried: it takes no number that is too large for its column.</summary>
    public static bool IsCopyable(long epoch, long lastSeq) => epoch <= int.MaxValue && lastSeq <= int.MaxValue;

    /// <summary>Adds rows of new orders in the cheapest way; it fails where one of them is not new, or is wrong.</summary>
    /// <param name="connection">The caller's.</param>
    /// <param name="rows">The rows, in order of epoch and position.</param>
    /// <param name="areSold">All were sold at once, and nothing has happened to them since.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task CopyAsync(NpgsqlConnection connection, IEnumerable<OrderRow> rows, bool areSold, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(areSold ? CopySold : CopyAny, cancellation);
        copy.Timeout = TimeSpan.FromSeconds(connection.CommandTimeout);
        foreach (var row in rows)
        {
            await WriteAsync(copy, row, cancellation);
            if (!areSold)
                await WriteStateAsync(copy, row.Order, cancellation);
        }

        await copy.CompleteAsync(cancellation);
    }

    /// <summary>Adds rows, or brings to those that are there what they do not know yet.</summary>
    public static async Task UpsertAsync(NpgsqlConnection connection, IReadOnlyCollection<OrderRow> rows, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Upsert, connection);
        command
            .AddColumn(NpgsqlDbType.TimestampTz, rows, row => row.At)
            .AddColumn(NpgsqlDbType.Uuid, rows, row => row.Order.OrderId)
            .AddColumn(NpgsqlDbType.Bigint, rows, row => row.Epoch)
            .AddColumn(NpgsqlDbType.Bigint, rows, row => row.Order.Position)
            .AddColumn(NpgsqlDbType.Integer, rows, row => row.Order.Quantity)
            .AddColumn(NpgsqlDbType.Text, rows, row => row.Order.ShopperId)
            .AddColumn(NpgsqlDbType.Bigint, rows, row => row.Order.Seq)
            .AddColumn(NpgsqlDbType.Jsonb, rows, row => OrderStateJson.Write(row.Order.State, row.Order.IsPartial));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, OrderRow row, CancellationToken cancellation)
    {
        await copy.StartRowAsync(cancellation);
        await copy.WriteAsync(row.At, NpgsqlDbType.TimestampTz, cancellation);
        await copy.WriteAsync(row.Order.OrderId, NpgsqlDbType.Uuid, cancellation);
        await copy.WriteAsync((int)row.Epoch, NpgsqlDbType.Integer, cancellation);
        await copy.WriteAsync((int)row.Order.Position, NpgsqlDbType.Integer, cancellation);
        await copy.WriteAsync(row.Order.Quantity, NpgsqlDbType.Integer, cancellation);
        await WriteTextAsync(copy, row.Order.ShopperId.Length == 0 ? null : row.Order.ShopperId, NpgsqlDbType.Text, cancellation);
    }

    private static async Task WriteStateAsync(NpgsqlBinaryImporter copy, SoldOrder order, CancellationToken cancellation)
    {
        if (order.Seq == order.Position)
            await copy.WriteNullAsync(cancellation);
        else
            await copy.WriteAsync((int)order.Seq, NpgsqlDbType.Integer, cancellation);
        await WriteTextAsync(copy, OrderStateJson.Write(order.State, order.IsPartial), NpgsqlDbType.Jsonb, cancellation);
    }

    private static Task WriteTextAsync(NpgsqlBinaryImporter copy, string? text, NpgsqlDbType type, CancellationToken cancellation) =>
        text is null ? copy.WriteNullAsync(cancellation) : copy.WriteAsync(text, type, cancellation);
}
