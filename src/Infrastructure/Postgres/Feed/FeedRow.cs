using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>The statements that read events, and an event as they give it.</summary>
internal static class FeedRow
{
    private const string Gap = "gap";
    private const string Started = "started";

    // Before it come the parts of sales that are read, as (id, epoch, first, last); $1 is the most that are wanted. Each branch reads in the
    // order of an index, and no more than can be wanted. What is stored in a gap that was told is not told any more.
    private const string OfParts = $"""
        SELECT parts.id, parts.epoch, feed_sales.product_id, told.*
        FROM parts
        JOIN feed_sales USING (epoch)
        CROSS JOIN LATERAL (
            SELECT * FROM (
                (SELECT position AS seq, NULL::integer AS to_seq, accepted_at AS at, NULL AS kind,
                    order_id, position, quantity, shopper_id, state, NULL::jsonb AS details
                FROM orders
                WHERE orders.epoch = parts.epoch AND position BETWEEN parts.first AND parts.last ORDER BY position LIMIT $1)
                UNION ALL
                (SELECT happened.seq, NULL, happened.at, happened.kind,
                    happened.order_id, orders.position, orders.quantity, orders.shopper_id, orders.state, happened.details
                FROM order_events AS happened
                LEFT JOIN orders ON orders.order_id = happened.order_id AND orders.epoch = happened.epoch
                WHERE happened.epoch = parts.epoch AND happened.seq BETWEEN parts.first AND parts.last ORDER BY happened.seq LIMIT $1)
                UNION ALL
                (SELECT greatest(first_seq, parts.first), last_seq, feed_gaps.at, '{Gap}', NULL, NULL, NULL, NULL, NULL, NULL
                FROM feed_gaps
                WHERE feed_gaps.epoch = parts.epoch AND first_seq <= parts.last AND last_seq >= parts.first ORDER BY first_seq LIMIT $1)
                UNION ALL
                (SELECT 0, NULL, feed_sales.started_at, '{Started}', NULL, NULL, stock, NULL, NULL, NULL
                FROM sales
                WHERE sales.epoch = parts.epoch AND parts.first <= 0)) AS found
            WHERE kind = '{Gap}' OR NOT EXISTS (
                SELECT FROM feed_gaps WHERE feed_gaps.epoch = parts.epoch AND found.seq BETWEEN first_seq AND last_seq)
            ORDER BY seq
            LIMIT $1) AS told
        ORDER BY parts.id, told.seq
        LIMIT $1
        """;

    /// <summary>$1 most events; $2 sale; $3 first transition.</summary>
    public const string OfSale = $"WITH parts AS (SELECT 0::bigint AS id, epoch, $3 AS first, stored_to AS last FROM feed_sales WHERE epoch = $2)\n{OfParts}";

    /// <summary>
    /// $1 most events; $2 range and $3 transition after which they begin. Of the ranges that follow only as many are read as have so many
    /// transitions.
    /// </summary>
    public const string OfAll = $"""
        WITH ahead AS (
            SELECT id, epoch, CASE WHEN id = $2 THEN greatest(first_seq, least($3::bigint + 1, 2147483647)::integer) ELSE first_seq END AS first, last_seq AS last
            FROM feed_ranges WHERE id >= $2 ORDER BY id LIMIT $1 + 1),
        counted AS (
            SELECT id, epoch, first, last, sum(last - first + 1) OVER (ORDER BY id) - (last - first + 1) AS before
            FROM ahead WHERE first <= last),
        parts AS (SELECT id, epoch, first, last FROM counted WHERE before < $1)
        {OfParts}
        """;

    /// <summary>The event of a row.</summary>
    public static FeedEvent Read(NpgsqlDataReader row)
    {
        var told = new FeedEvent
        {
            Type = "",
            Epoch = row.GetInt32(1),
            ProductId = row.GetString(2),
            Seq = row.GetInt32(3),
            ToSeq = row.IsDBNull(4) ? null : row.GetInt32(4),
            At = row.GetFieldValue<DateTimeOffset>(5),
        };
        var state = row.IsDBNull(11) ? null : OrderStateJson.Read(row.GetString(11)).State;
        told = (row.IsDBNull(6) ? null : row.GetString(6)) switch
        {
            Gap => told with { Type = FeedEventTypes.Gap },
            Started => told with { Type = FeedEventTypes.Started, Units = row.GetInt32(9) },
            null => First(WithOrder(told, row, state), state),
            var kind => Later(WithOrder(told, row, state), TransitionKinds.Parse(kind), state, row.IsDBNull(12) ? null : TransitionDetails.Read(row.GetString(12))),
        };
        return told with { Cursor = new(row.GetInt64(0), (int)told.LastSeq) };
    }

    private static FeedEvent WithOrder(FeedEvent told, NpgsqlDataReader row, OrderState? state) => row.IsDBNull(7) ? told : told with
    {
        OrderId = row.GetGuid(7),
        CartId = state?.CartId,
        Position = row.IsDBNull(8) ? null : row.GetInt32(8),
        Quantity = row.IsDBNull(9) ? null : row.GetInt32(9),
        ShopperId = row.IsDBNull(10) ? null : row.GetString(10),
    };

    private static FeedEvent First(FeedEvent told, OrderState? state) => state?.HeldAt is null
        ? told with { Type = FeedEventTypes.Confirmed, Status = Name(OrderStatus.Confirmed) }
        : WithAmount(told, state) with { Type = FeedEventTypes.Held, Status = Name(OrderStatus.Held), ExpiresAt = state.FirstExpiresAt ?? state.ExpiresAt };

    private static FeedEvent Later(FeedEvent told, TransitionKind kind, OrderState? state, TransitionDetails? details)
    {
        var by = new Transition { Kind = kind, Quantity = told.Quantity ?? 0, Cancelled = details?.Cancelled }.ToState();
        return WithAmount(told, state) with
        {
            Type = FeedEventTypes.Of(kind),
            Status = by is null ? null : Name(by.Status),
            ExpiresAt = details?.Deadline,
            PaymentRef = details?.Payment,
            Cancelled = details?.Cancelled,
            Units = details?.Units,
            By = details?.By,
        };
    }

    private static FeedEvent WithAmount(FeedEvent told, OrderState? state) => state?.HeldAt is null ? told : told with
    {
        Amount = state.Amount,
        Currency = state.Currency.Length == 0 ? null : state.Currency,
    };

    private static string Name(OrderStatus status) => status.ToString().ToLowerInvariant();
}
