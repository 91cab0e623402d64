using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure.Postgres.Feed;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres.Webhooks;

/// <summary>The endpoints to which events are sent, as operators see and change them.</summary>
/// <remarks>All calls throw <see cref="SaleStoreUnavailableException"/> when PostgreSQL is away, refuses or does not answer in time.</remarks>
public sealed class PostgresWebhooks(NpgsqlDataSource source, PostgresOptions options)
{
    private const string Select = """
        SELECT name, url, events, webhooks.state, reason, cardinality(secrets), created_at,
            coalesce(behind, 0), coalesce(failing, 0), coalesce(stopped, 0), failure, next_try, since
        FROM webhooks
        LEFT JOIN LATERAL (
            SELECT sum(greatest(feed_sales.stored_to - lanes.delivered_to, 0))::bigint AS behind,
                (count(*) FILTER (WHERE attempts > 0 AND NOT is_stopped))::integer AS failing,
                (count(*) FILTER (WHERE is_stopped))::integer AS stopped,
                (array_agg(lanes.failure ORDER BY lanes.next_try DESC) FILTER (WHERE lanes.failure IS NOT NULL))[1] AS failure,
                min(lanes.next_try) FILTER (WHERE NOT is_stopped) AS next_try,
                min(untold.at) AS since
            FROM webhook_lanes AS lanes
            LEFT JOIN feed_sales USING (epoch)
            LEFT JOIN LATERAL (
                SELECT coalesce(
                    (SELECT at FROM feed_gaps WHERE feed_gaps.epoch = lanes.epoch AND delivered_to + 1 BETWEEN first_seq AND feed_gaps.last_seq),
                    (SELECT accepted_at FROM orders WHERE orders.epoch = lanes.epoch AND position = delivered_to + 1),
                    (SELECT at FROM order_events WHERE order_events.epoch = lanes.epoch AND seq = delivered_to + 1),
                    started_at) AS at) AS untold ON stored_to > delivered_to
            WHERE lanes.webhook = webhooks.name) AS progress ON true
        """;

    // A sale that begins later gets its lane then, and is told from its start on.
    private const string Insert = """
        WITH added AS (INSERT INTO webhooks (name, url, events, secrets) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING name)
        INSERT INTO webhook_lanes (webhook, epoch, delivered_to, told_to)
        SELECT name, epoch, stored_to, stored_to FROM added CROSS JOIN feed_sales WHERE stored_to > pruned_to
        """;

    /// <summary>All of them, by name.</summary>
    public Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellation) => ReadAsync(source.CreateCommand($"{Select} ORDER BY name"), cancellation);

    /// <summary>One of them; null where there is none.</summary>
    public async Task<Webhook?> FindAsync(string name, CancellationToken cancellation) =>
        (await ReadAsync(source.Statement($"{Select} WHERE name = $1", name), cancellation)).SingleOrDefault();

    /// <summary>Makes one, which is told of what happens from now on, or changes address, events or secrets of the one that is there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="url">Its address.</param>
    /// <param name="events">The types of events that it wants; none: all.</param>
    /// <param name="secrets">Its secrets, one or two; null: those that it has.</param>
    /// <returns>The secret of one that was made, and null for one that was changed.</returns>
    public Task<(bool IsNew, string? Secret)> PutAsync(string name, string url, string[] events, string[]? secrets) => PostgresQuestions.AskAsync(options, async () =>
    {
        await using (var update = source.Statement(
            "UPDATE webhooks SET url = $2, events = $3, secrets = coalesce($4, secrets) WHERE name = $1",
            name, url, events, new NpgsqlParameter { Value = (object?)secrets ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text }))
            if (await update.ExecuteNonQueryAsync() > 0)
                return (false, (string?)null);

        var made = secrets is null ? WebhookSecret.New() : null;
        await using var insert = source.Statement(Insert, name, url, events, secrets ?? [made!]);
        await insert.ExecuteNonQueryAsync();
        return (true, made);
    });

    /// <summary>Takes one away, with what it was not told yet; false where there is none.</summary>
    public Task<bool> DeleteAsync(string name) => ExecuteAsync("DELETE FROM webhooks WHERE name = $1", name);

    /// <summary>Sends it nothing until it is resumed; false where there is none.</summary>
    public Task<bool> PauseAsync(string name) => ExecuteAsync("UPDATE webhooks SET state = 'paused', reason = NULL WHERE name = $1", name);

    /// <summary>Sends to it again, also where it had ended or messages are not tried any more; false where there is none.</summary>
    public Task<bool> ResumeAsync(string name) => ExecuteAsync(
        """
        WITH lanes AS (
            UPDATE webhook_lanes SET is_stopped = false, first_try = NULL, next_try = NULL, attempts = 0
            WHERE webhook = $1 AND (is_stopped OR attempts > 0))
        UPDATE webhooks SET state = 'active', reason = NULL WHERE name = $1
        """,
        name);

    /// <summary>Tells it once more of all that follows a cursor, and sends to it again; false where there is none.</summary>
    public Task<bool> ReplayAsync(string name, FeedCursor after) => ExecuteAsync(
        """
        WITH places AS (
            SELECT epoch, greatest(pruned_to, (
                SELECT max(CASE WHEN id = $2 THEN greatest(first_seq - 1, least(last_seq, $3)) ELSE last_seq END)
                FROM feed_ranges WHERE feed_ranges.epoch = feed_sales.epoch AND id <= $2)) AS place
            FROM feed_sales WHERE stored_to > pruned_to),
        lanes AS (
            INSERT INTO webhook_lanes AS kept (webhook, epoch, delivered_to, told_to)
            SELECT name, epoch, coalesce(place, -1), coalesce(place, -1) FROM webhooks CROSS JOIN places WHERE name = $1
            ON CONFLICT (webhook, epoch) DO UPDATE SET
                delivered_to = excluded.delivered_to, told_to = excluded.told_to, fence = kept.fence + 1, lease_until = NULL,
                message_id = NULL, body = NULL, last_seq = NULL, first_try = NULL, next_try = NULL, attempts = 0, failure = NULL, is_stopped = false)
        UPDATE webhooks SET state = 'active', reason = NULL WHERE name = $1
        """,
        name, after.Range, after.Seq);

    /// <summary>Sends it a message of its own, however its sales stand; false where there is none.</summary>
    public Task<bool> TestAsync(string name, string messageId, byte[] body) => ExecuteAsync(
        """
        INSERT INTO webhook_lanes AS kept (webhook, epoch, delivered_to, told_to, message_id, body, last_seq)
        SELECT name, 0, 0, 0, $2, $3, 0 FROM webhooks WHERE name = $1
        ON CONFLICT (webhook, epoch) DO UPDATE SET
            message_id = excluded.message_id, body = excluded.body, first_try = NULL, next_try = NULL, attempts = 0, failure = NULL,
            is_stopped = false, lease_until = NULL, fence = kept.fence + 1
        """,
        name, messageId, body);

    private Task<bool> ExecuteAsync(string text, params object[] values) => PostgresQuestions.AskAsync(options, async () =>
    {
        await using var command = source.Statement(text, values);
        return await command.ExecuteNonQueryAsync() > 0;
    });

    private Task<IReadOnlyList<Webhook>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation) =>
        PostgresQuestions.AskAsync(options, () => command.ListAsync(Read, cancellation));

    private static Webhook Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetFieldValue<string[]>(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4),
        row.GetInt32(5), row.GetFieldValue<DateTimeOffset>(6), new(
            row.GetInt64(7), row.IsDBNull(12) ? null : row.GetFieldValue<DateTimeOffset>(12), row.GetInt32(8), row.GetInt32(9), row.IsDBNull(10) ? null : row.GetString(10),
            row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11)));
}
