using FlashFlow.Core.Draining;
using FlashFlow.Core.Reviewing;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>The tables dead_letters, dead_orders and dead_transitions.</summary>
internal sealed class PostgresDeadLetters(NpgsqlDataSource source) : IDeadLetterRecords
{
    private const string Columns = "body, reason, first_seen, attempts, last_seen, state = 'dead'";

    // The same attempt may come twice, since the broker delivers at least once: it changes nothing then, also when an operator has decided
    // meanwhile. A later attempt is a replay in vain.
    private const string Insert = """
        WITH letter AS (
            INSERT INTO dead_letters AS kept (letter_id, body, reason, first_seen, attempts, is_readable)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (letter_id) DO UPDATE SET
                reason = excluded.reason,
                first_seen = coalesce(kept.first_seen, excluded.first_seen),
                last_seen = excluded.last_seen,
                attempts = excluded.attempts,
                state = 'dead'
            WHERE kept.attempts < excluded.attempts),
        orders AS (
            INSERT INTO dead_orders (order_id, epoch, position, quantity, product_id, shopper_id, letter_id)
            SELECT order_id, epoch, position, quantity, product_id, shopper_id, $1
            FROM unnest($7, $8, $9, $10, $11, $12) AS o (order_id, epoch, position, quantity, product_id, shopper_id)
            ON CONFLICT DO NOTHING)
        INSERT INTO dead_transitions (order_id, epoch, seq, kind, product_id, letter_id)
        SELECT order_id, epoch, seq, kind, product_id, $1
        FROM unnest($13, $14, $15, $16, $17) AS t (order_id, epoch, seq, kind, product_id)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Keeps letters, within the caller's transaction.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, IReadOnlyList<DeadLetter> letters, CancellationToken cancellation)
    {
        // In this order, so that two drains with the same letters wait for each other instead of deadlocking.
        foreach (var letter in letters.OrderBy(letter => letter.Fingerprint, StringComparer.Ordinal))
        {
            await using var command = new NpgsqlCommand(Insert, connection);
            Describe(command, letter);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReviewedLetter>> ListAsync(int max, CancellationToken cancellation) =>
        ReadAsync($"SELECT {Columns} FROM dead_letters WHERE state = 'dead' ORDER BY first_seen NULLS FIRST, letter_id LIMIT $1", max, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReviewedLetter>> FindAsync(string id, CancellationToken cancellation) =>
        ReadAsync($"SELECT {Columns} FROM dead_letters WHERE starts_with(letter_id, $1)", id, cancellation);

    /// <inheritdoc/>
    public async Task<(long Letters, long Unreadable)> CountAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT count(*), count(*) FILTER (WHERE NOT is_readable) FROM dead_letters WHERE state = 'dead'");
        return await PostgresQuestions.AskAsync(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            return (reader.GetInt64(0), reader.GetInt64(1));
        });
    }

    /// <inheritdoc/>
    public Task MarkReplayedAsync(DeadLetter letter, CancellationToken cancellation) => DecideAsync(
        "UPDATE dead_letters SET state = 'replayed', replayed_at = now(), is_found = false WHERE letter_id = $1 AND state = 'dead' AND attempts = $2",
        letter,
        cancellation);

    /// <inheritdoc/>
    public async Task<int> RecallAsync(TimeSpan after, CancellationToken cancellation)
    {
        var found = await PostgresQuestions.AskAsync(() => source
            .Statement(
                """
                WITH overdue AS (
                    SELECT letter_id, is_letter_found(letter_id) AS is_found
                    FROM dead_letters
                    WHERE state = 'replayed' AND NOT is_found AND coalesce(replayed_at, '-infinity') <= now() - $1
                    LIMIT 1000
                    FOR UPDATE SKIP LOCKED)
                UPDATE dead_letters AS letter
                SET is_found = overdue.is_found,
                    state = CASE WHEN overdue.is_found THEN state ELSE 'dead' END,
                    last_seen = CASE WHEN overdue.is_found THEN last_seen ELSE now() END
                FROM overdue
                WHERE letter.letter_id = overdue.letter_id
                RETURNING overdue.is_found
                """,
                after)
            .ListAsync(row => row.GetBoolean(0), cancellation));
        return found.Count(isFound => !isFound);
    }

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(DeadLetter letter, string by, CancellationToken cancellation) => DecideAsync(
        """
        UPDATE dead_letters SET state = 'discarded', discarded_at = now(), discarded_by = $3
        WHERE letter_id = $1 AND state = 'dead' AND attempts = $2
        """,
        letter,
        cancellation,
        Storable(by));

    private async Task<bool> DecideAsync(string decision, DeadLetter letter, CancellationToken cancellation, params object[] more)
    {
        await using var command = source.CreateCommand(decision);
        foreach (var value in (IEnumerable<object>)[letter.Fingerprint, letter.Attempts, .. more])
            command.Parameters.Add(new() { Value = value });
        return await PostgresQuestions.AskAsync(() => command.ExecuteNonQueryAsync(cancellation)) > 0;
    }

    private Task<IReadOnlyList<ReviewedLetter>> ReadAsync(string query, object of, CancellationToken cancellation) =>
        PostgresQuestions.AskAsync(() => source.Statement(query, of).ListAsync(Read, cancellation));

    private static ReviewedLetter Read(NpgsqlDataReader row) => new(
        new(
            row.GetFieldValue<byte[]>(0),
            row.GetString(1),
            row.IsDBNull(2) ? null : new DateTimeOffset(row.GetDateTime(2)),
            row.GetInt32(3)),
        new(row.GetDateTime(4)))
    {
        IsWaiting = row.GetBoolean(5),
    };

    private static void Describe(NpgsqlCommand command, DeadLetter letter)
    {
        var orders = OrderMessage.Batches(letter.Body).SelectMany(batch => Enumerable.Range(0, batch.Count).Select(batch.OrderAt)).ToArray();
        var transitions = OrderMessage.Transitions(letter.Body).SelectMany(batch => Enumerable.Range(0, batch.Count).Select(batch.TransitionAt)).ToArray();
        command.Parameters.Add(new() { Value = letter.Fingerprint });
        command.Parameters.Add(new() { Value = letter.Body.ToArray() });
        command.Parameters.Add(new() { Value = Storable(letter.Reason) });
        command.Parameters.Add(new() { Value = letter.FirstSeen?.UtcDateTime ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = letter.Attempts });
        command.Parameters.Add(new() { Value = orders.Length + transitions.Length > 0 });
        command
            .AddColumn(NpgsqlDbType.Uuid, orders, order => order.OrderIds[0])
            .AddColumn(NpgsqlDbType.Bigint, orders, order => order.Epoch)
            .AddColumn(NpgsqlDbType.Bigint, orders, order => order.FirstPosition)
            .AddColumn(NpgsqlDbType.Integer, orders, order => order.Quantities[0])
            .AddColumn(NpgsqlDbType.Text, orders, order => order.ProductId)
            .AddColumn(NpgsqlDbType.Text, orders, order => Storable(order.ShopperIds[0]))
            .AddColumn(NpgsqlDbType.Uuid, transitions, transition => transition.Events[0].OrderId)
            .AddColumn(NpgsqlDbType.Bigint, transitions, transition => transition.Epoch)
            .AddColumn(NpgsqlDbType.Bigint, transitions, transition => transition.FirstSeq)
            .AddColumn(NpgsqlDbType.Text, transitions, transition => TransitionKinds.Name(transition.Events[0].Kind))
            .AddColumn(NpgsqlDbType.Text, transitions, transition => transition.ProductId);
    }

    // A character that PostgreSQL's text cannot hold may be the very reason of a dead letter. The body keeps it.
    private static string Storable(string text) => text.Replace('\0', ' ');
}
