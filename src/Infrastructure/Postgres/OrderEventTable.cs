using FlashFlow.Core.Draining;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The way into the table order_events, within the caller's transaction.</summary>
internal static class OrderEventTable
{
    // A transition that is there already is left as it is; where its number is another's, or the first transition of an order, the answer names it.
    // It is marked by a time that none has, and the caller's transaction undoes the mark.
    private const string Insert = """
        WITH given AS (
            SELECT at, order_id, epoch, seq, kind, details
            FROM unnest($1, $2, $3, $4, $5, $6) AS e (at, order_id, epoch, seq, kind, details)),
        stored AS (
            INSERT INTO order_events AS kept (at, order_id, epoch, seq, kind, details)
            SELECT at, order_id, epoch, seq, kind, details FROM given ORDER BY epoch, seq
            ON CONFLICT (epoch, seq) DO UPDATE SET at = 'infinity'
            WHERE (kept.kind, kept.order_id) IS DISTINCT FROM (excluded.kind, excluded.order_id)
            RETURNING epoch, seq, at = 'infinity' AS is_taken)
        SELECT epoch, seq FROM stored WHERE is_taken
        UNION ALL
        SELECT orders.epoch, orders.position FROM given JOIN orders ON orders.epoch = given.epoch AND orders.position = given.seq
        LIMIT 1
        """;

    private const string FindAmong = """
        SELECT order_events.epoch, order_events.seq
        FROM unnest($1, $2, $3) AS batch (epoch, first, last)
        JOIN order_events ON order_events.epoch = batch.epoch AND seq BETWEEN batch.first AND batch.last
        LIMIT 1
        """;

    /// <summary>Adds transitions that are not there yet.</summary>
    /// <exception cref="OrderRejectedException">A number is another transition's: a ledger that was rolled back went on (G1).</exception>
    public static async Task AddAsync(NpgsqlConnection connection, IReadOnlyList<TransitionBatch> batches, CancellationToken cancellation)
    {
        if (batches.Count == 0)
            return;
        var rows = Distinct(batches);
        await using var command = new NpgsqlCommand(Insert, connection);
        command
            .AddColumn(NpgsqlDbType.TimestampTz, rows, row => row.At)
            .AddColumn(NpgsqlDbType.Uuid, rows, row => row.Transition.OrderId)
            .AddColumn(NpgsqlDbType.Bigint, rows, row => row.Epoch)
            .AddColumn(NpgsqlDbType.Bigint, rows, row => row.Seq)
            .AddColumn(NpgsqlDbType.Text, rows, row => TransitionKinds.Name(row.Transition.Kind))
            .AddColumn(NpgsqlDbType.Jsonb, rows, row => TransitionDetails.Write(row.Transition));
        await RefuseFoundAsync(command, cancellation);
    }

    /// <summary>Looks whether the number of an order's first transition is that of another transition.</summary>
    /// <exception cref="OrderRejectedException">It is: a ledger that was rolled back went on (G1).</exception>
    public static async Task RefuseTakenAsync(NpgsqlConnection connection, IReadOnlyList<OrderBatch> batches, CancellationToken cancellation)
    {
        if (batches.Count == 0)
            return;
        await using var command = new NpgsqlCommand(FindAmong, connection);
        command
            .AddColumn(NpgsqlDbType.Bigint, batches, batch => batch.Epoch)
            .AddColumn(NpgsqlDbType.Bigint, batches, batch => batch.FirstPosition)
            .AddColumn(NpgsqlDbType.Bigint, batches, batch => batch.FirstPosition + batch.Count - 1);
        await RefuseFoundAsync(command, cancellation);
    }

    private static async Task RefuseFoundAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (await reader.ReadAsync(cancellation))
            throw Taken(reader.GetInt32(0), reader.GetInt32(1));
    }

    // A statement may touch a row once, and a message may be in one group twice.
    private static Row[] Distinct(IReadOnlyList<TransitionBatch> batches)
    {
        var rows = new Dictionary<(long Epoch, long Seq), Row>();
        foreach (var batch in batches)
            for (var i = 0; i < batch.Count; i++)
            {
                var row = new Row(batch.At.UtcDateTime, batch.Epoch, batch.FirstSeq + i, batch.Events[i]);
                if (!rows.TryAdd((row.Epoch, row.Seq), row) && !rows[(row.Epoch, row.Seq)].IsSameAs(row))
                    throw Taken(row.Epoch, row.Seq);
            }

        return [.. rows.Values];
    }

    private static OrderRejectedException Taken(long epoch, long seq) => new($"Transition {seq} of sale {epoch} is stored already, and is another one.");

    private readonly record struct Row(DateTime At, long Epoch, long Seq, Transition Transition)
    {
        public bool IsSameAs(Row other) => (Transition.Kind, Transition.OrderId) == (other.Transition.Kind, other.Transition.OrderId);
    }
}
