using FlashFlow.Core.Sales;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>Reads the feed (G10): of a sale by the numbers of its transitions, of all sales by cursors.</summary>
/// <remarks>
/// It has few of the process's connections: the others are for who sells. All calls throw <see cref="SaleStoreUnavailableException"/> when
/// PostgreSQL is away, refuses or does not answer in time, and when too many ask.
/// </remarks>
public sealed class PostgresFeed(NpgsqlDataSource source, PostgresOptions options) : IDisposable
{
    private const int SecondsPerQuestion = 5;

    private readonly PostgresTurns readers = new(Math.Max(1, options.MaxPoolSize / 5), options.DeadlineMilliseconds, "the feed");

    /// <summary>The latest sale of a product of which is told, or the one that is named, if it is the product's; null where there is none.</summary>
    public async Task<FeedSale?> FindSaleAsync(string productId, long? epoch, CancellationToken cancellation)
    {
        var found = await ListAsync(
            Statement(
                """
                SELECT product_id, epoch, stored_to, pruned_to FROM feed_sales
                WHERE product_id = $1 AND (epoch = $2 OR $2 IS NULL) AND stored_to >= 0
                ORDER BY epoch DESC LIMIT 1
                """,
                productId, new NpgsqlParameter { Value = epoch ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }),
            row => new FeedSale(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)),
            cancellation);
        return found.SingleOrDefault();
    }

    /// <summary>What a sale is told of after a transition, the first of it first.</summary>
    /// <param name="epoch">The sale.</param>
    /// <param name="after">-1: from the start on.</param>
    /// <param name="limit">Most events.</param>
    /// <param name="cancellation">Nobody waits for it any more.</param>
    public Task<IReadOnlyList<FeedEvent>> ReadAsync(int epoch, int after, int limit, CancellationToken cancellation) => after == int.MaxValue
        ? Task.FromResult<IReadOnlyList<FeedEvent>>([])
        : ListAsync(Statement(FeedRow.OfSale, limit, epoch, after + 1), FeedRow.Read, cancellation);

    /// <summary>What all sales are told of after a cursor, in the order of the feed; each sale's transitions are in their order.</summary>
    public Task<IReadOnlyList<FeedEvent>> ReadAllAsync(FeedCursor after, int limit, CancellationToken cancellation) => ListAsync(
        Statement(FeedRow.OfAll, limit, after.Range, after.Seq),
        row =>
        {
            var told = FeedRow.Read(row);
            return told with { Id = told.Cursor.ToString() };
        },
        cancellation);

    /// <summary>From where to where the feed of all sales can be read now.</summary>
    public async Task<FeedBounds> FindBoundsAsync(CancellationToken cancellation) => (await ListAsync(
        Statement("""
            SELECT pruned_to, coalesce((SELECT last_seq FROM feed_ranges WHERE id = pruned_to), 0), coalesce((SELECT max(id) FROM feed_ranges), 0)
            FROM feed_state
            """),
        row => new FeedBounds(new(row.GetInt64(0), row.GetInt32(1)), row.GetInt64(2)),
        cancellation)).Single();

    /// <summary>The sales of which something is stored and cannot be told, since something before it is missing; the one that waits longest first, ten at most.</summary>
    public Task<IReadOnlyList<HeldUpSale>> ListHeldUpAsync(CancellationToken cancellation) => ListAsync(
        Statement("""
            SELECT product_id, epoch, greatest(stored_to, 0), coalesce(
                (SELECT accepted_at FROM orders WHERE orders.epoch = feed_sales.epoch AND position = upcoming),
                (SELECT at FROM order_events WHERE order_events.epoch = feed_sales.epoch AND order_events.seq = upcoming)) AS since
            FROM feed_sales
            CROSS JOIN LATERAL next_stored(epoch, stored_to) AS upcoming
            WHERE upcoming IS NOT NULL
            ORDER BY since
            LIMIT 10
            """),
        row => new HeldUpSale(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3)),
        cancellation);

    /// <summary>The steps after one, 1,000 at most.</summary>
    public Task<IReadOnlyList<FeedRange>> ListRangesAsync(long after, CancellationToken cancellation) => ListAsync(
        Statement("SELECT id, epoch FROM feed_ranges WHERE id > $1 ORDER BY id LIMIT 1000", after),
        row => new FeedRange(row.GetInt64(0), row.GetInt32(1)),
        cancellation);

    /// <inheritdoc/>
    public void Dispose() => readers.Dispose();

    private NpgsqlCommand Statement(string text, params ReadOnlySpan<object> values)
    {
        var command = source.Statement(text, values);
        command.CommandTimeout = Math.Min(SecondsPerQuestion, options.CommandTimeoutSeconds);
        return command;
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) => PostgresQuestions.AskAsync(async () =>
    {
        using var turn = await readers.TakeAsync();
        return await command.ListAsync(read, cancellation);
    });
}
