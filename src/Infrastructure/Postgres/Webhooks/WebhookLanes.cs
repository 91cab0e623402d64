using FlashFlow.Core.Sales;
using FlashFlow.Infrastructure.Postgres.Feed;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres.Webhooks;

/// <summary>
/// Who tells which endpoint of which sale, and how far that has come. A lane is taken on by one process at a time, for a while; what another
/// writes into it meanwhile, or later, is not heard (<see cref="WebhookLane.Fence"/>).
/// </summary>
/// <remarks>All calls throw <see cref="SaleStoreUnavailableException"/> when PostgreSQL is away or refuses.</remarks>
public sealed class WebhookLanes(NpgsqlDataSource source, PostgresOptions options) : IDisposable
{
    private const int PatienceMilliseconds = 30_000;

    // A sale that has begun since is told from its start on.
    private const string Open = """
        INSERT INTO webhook_lanes (webhook, epoch, delivered_to, told_to)
        SELECT name, epoch, -1, -1 FROM webhooks CROSS JOIN feed_sales
        WHERE webhooks.state = 'active' AND stored_to > pruned_to AND (epoch = ANY ($1) OR $1 IS NULL)
            AND NOT EXISTS (SELECT FROM webhook_lanes WHERE webhook = name AND webhook_lanes.epoch = feed_sales.epoch)
        ON CONFLICT DO NOTHING
        """;

    // Each endpoint gets no more than it has room for, so that a slow one takes no place of another.
    private const string Take = """
        WITH due AS (
            SELECT webhooks.name, ahead.epoch
            FROM webhooks
            LEFT JOIN unnest($2, $3) AS busy (name, lanes) USING (name)
            CROSS JOIN LATERAL (
                SELECT lanes.epoch
                FROM webhook_lanes AS lanes LEFT JOIN feed_sales USING (epoch)
                WHERE lanes.webhook = webhooks.name AND NOT is_stopped AND (lanes.epoch = ANY ($1) OR $1 IS NULL)
                    AND (lease_until IS NULL OR lease_until < clock_timestamp()) AND (next_try IS NULL OR next_try <= clock_timestamp())
                    AND (body IS NOT NULL OR feed_sales.stored_to > lanes.delivered_to)
                ORDER BY next_try NULLS FIRST, lanes.epoch
                LIMIT greatest($4 - coalesce(busy.lanes, 0), 0)
                FOR UPDATE OF lanes SKIP LOCKED) AS ahead
            WHERE webhooks.state = 'active')
        UPDATE webhook_lanes AS lanes
        SET fence = fence + 1, lease_until = clock_timestamp() + $5
        FROM due JOIN webhooks USING (name)
        WHERE lanes.webhook = due.name AND lanes.epoch = due.epoch
        RETURNING name, url, secrets, events, lanes.epoch, fence, delivered_to, told_to, message_id, body, last_seq, attempts, first_try
        """;

    private const string Freeze = """
        UPDATE webhook_lanes AS lanes
        SET delivered_to = $4, told_to = $5, message_id = $6, body = $7, last_seq = $8, attempts = 0, first_try = clock_timestamp(), next_try = NULL,
            failure = NULL, lease_until = clock_timestamp() + $9
        FROM webhooks
        WHERE name = webhook AND webhooks.state = 'active' AND webhook = $1 AND epoch = $2 AND fence = $3
        """;

    private const string Finish = """
        UPDATE webhook_lanes
        SET delivered_to = $4, told_to = $5, message_id = NULL, body = NULL, last_seq = NULL, attempts = 0, first_try = NULL, next_try = NULL,
            failure = NULL, lease_until = NULL
        WHERE webhook = $1 AND epoch = $2 AND fence = $3
        """;

    private const string Fail = """
        UPDATE webhook_lanes
        SET attempts = attempts + 1, first_try = coalesce(first_try, clock_timestamp()), next_try = clock_timestamp() + $4, failure = $5,
            is_stopped = $6, lease_until = NULL
        WHERE webhook = $1 AND epoch = $2 AND fence = $3
        """;

    private readonly PostgresTurns turns = new(Math.Max(1, options.MaxPoolSize / 3), PatienceMilliseconds, "webhooks");

    /// <summary>Opens the lanes of sales that have begun.</summary>
    /// <param name="epochs">The sales; null: all.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task OpenAsync(IReadOnlyCollection<int>? epochs, CancellationToken cancellation) => ExecuteAsync(Open, cancellation, Epochs(epochs));

    /// <summary>Takes lanes on in which there is something to do.</summary>
    /// <param name="epochs">The sales; null: all.</param>
    /// <param name="busy">How many lanes of each endpoint this process has in hand.</param>
    /// <param name="most">Most lanes of one endpoint at once.</param>
    /// <param name="lease">For how long.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<IReadOnlyList<WebhookLane>> TakeAsync(
        IReadOnlyCollection<int>? epochs, IReadOnlyDictionary<string, int> busy, int most, TimeSpan lease, CancellationToken cancellation) => AskAsync(() =>
        source.Statement(Take, Epochs(epochs), busy.Keys.ToArray(), busy.Values.ToArray(), most, lease).ListAsync(Read, cancellation));

    /// <summary>What the endpoint is to be told next: a part of what follows, of whatever type.</summary>
    public Task<IReadOnlyList<FeedEvent>> ReadAsync(WebhookLane lane, int limit, CancellationToken cancellation) => AskAsync(() =>
        source.Statement(FeedRow.OfSale, limit, lane.Epoch, lane.DeliveredTo + 1).ListAsync(FeedRow.Read, cancellation));

    /// <summary>Keeps the message that is sent next, and how far the lane has come before it; false when the lane is another's by now, or paused.</summary>
    public async Task<bool> FreezeAsync(WebhookLane lane, TimeSpan lease, CancellationToken cancellation) => await ExecuteAsync(
        Freeze, cancellation, lane.Webhook, lane.Epoch, lane.Fence, lane.DeliveredTo, lane.ToldTo, lane.Message!.Id, lane.Message.Body, lane.Message.LastSeq, lease) > 0;

    /// <summary>Keeps how far the lane has come, and lets go of it.</summary>
    public Task FinishAsync(WebhookLane lane) =>
        ExecuteAsync(Finish, CancellationToken.None, lane.Webhook, lane.Epoch, lane.Fence, lane.DeliveredTo, lane.ToldTo);

    /// <summary>Keeps that the message was refused, and lets go of the lane.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="failure">Why.</param>
    /// <param name="pause">After how long it is tried again.</param>
    /// <param name="isStopped">It is not tried again.</param>
    public Task FailAsync(WebhookLane lane, string failure, TimeSpan pause, bool isStopped) =>
        ExecuteAsync(Fail, CancellationToken.None, lane.Webhook, lane.Epoch, lane.Fence, pause, failure, isStopped);

    /// <summary>Sends the endpoint nothing any more: it has answered that it is gone.</summary>
    public Task EndAsync(WebhookLane lane, string reason) => ExecuteAsync(
        """
        UPDATE webhooks SET state = 'ended', reason = $4
        WHERE name = $1 AND EXISTS (SELECT FROM webhook_lanes WHERE webhook = $1 AND epoch = $2 AND fence = $3)
        """,
        CancellationToken.None, lane.Webhook, lane.Epoch, lane.Fence, reason);

    /// <summary>The endpoints that have ended, or of which sales are stopped, with the reason.</summary>
    public Task<IReadOnlyList<string>> ListTroublesAsync(CancellationToken cancellation) => AskAsync(() =>
        source.CreateCommand("""
            SELECT format('%s: %s', name, coalesce(reason, failure))
            FROM webhooks
            LEFT JOIN LATERAL (SELECT failure FROM webhook_lanes WHERE webhook = name AND is_stopped ORDER BY next_try DESC LIMIT 1) AS stopped ON true
            WHERE state = 'ended' OR failure IS NOT NULL
            ORDER BY name
            """).ListAsync(row => row.GetString(0), cancellation));

    /// <inheritdoc/>
    public void Dispose() => turns.Dispose();

    private static NpgsqlParameter Epochs(IReadOnlyCollection<int>? epochs) =>
        new() { Value = (object?)epochs?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };

    private static WebhookLane Read(NpgsqlDataReader row) => new(
        row.GetString(0), new(row.GetString(1)), row.GetFieldValue<string[]>(2), row.GetFieldValue<string[]>(3), row.GetInt32(4), row.GetInt64(5))
    {
        DeliveredTo = row.GetInt32(6),
        ToldTo = row.GetInt32(7),
        Message = row.IsDBNull(8) ? null : new(row.GetString(8), row.GetFieldValue<byte[]>(9), row.GetInt32(10)),
        Attempts = row.GetInt32(11),
        FirstTry = row.IsDBNull(12) ? null : row.GetFieldValue<DateTimeOffset>(12),
    };

    private Task<int> ExecuteAsync(string text, CancellationToken cancellation, params object[] values) => AskAsync(async () =>
    {
        await using var command = source.Statement(text, values);
        return await command.ExecuteNonQueryAsync(cancellation);
    });

    private Task<T> AskAsync<T>(Func<Task<T>> question) => PostgresQuestions.AskAsync(async () =>
    {
        using var turn = await turns.TakeAsync();
        return await question();
    });
}
