using FlashFlow.Core.Auditing;
using FlashFlow.Core.Sales;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>What operators look up of sales and orders, past and present, and what they take away of it.</summary>
/// <remarks>
/// It has few of the process's connections, and a bounded time for each question: the others are for who sells. All calls throw
/// <see cref="SaleStoreUnavailableException"/> when PostgreSQL is away, refuses or does not answer in time, and when too many ask.
/// </remarks>
public sealed class PostgresReports(NpgsqlDataSource source, PostgresOptions options) : IDisposable
{
    // A search reads one sale's orders: no index is kept for it, which every order would pay for.
    private const int SecondsPerQuestion = 5;

    private readonly PostgresTurns lookups = new(Share(options), options.DeadlineMilliseconds, "operators");
    private readonly PostgresTurns exports = new(Share(options), options.DeadlineMilliseconds, "exports");

    /// <summary>The latest sale of a product, or the one that is named, if it is the product's; null where there is none.</summary>
    public async Task<KeptSale?> FindSaleAsync(string productId, long? epoch, CancellationToken cancellation)
    {
        var found = await ListAsync(
            Statement(
                """
                SELECT epoch, pruned_at
                FROM sales LEFT JOIN (SELECT epoch, pruned_at FROM pruned_sales) AS pruned USING (epoch)
                WHERE product_id = $1 AND (epoch = $2 OR $2 IS NULL)
                ORDER BY epoch DESC LIMIT 1
                """,
                productId, Number(epoch)),
            row => new KeptSale(row.GetInt32(0), Moment(row, 1)),
            cancellation);
        return found.SingleOrDefault();
    }

    /// <summary>Every sale that the product has had, the latest first.</summary>
    public Task<IReadOnlyList<ReportedSale>> ListSalesAsync(string productId, CancellationToken cancellation) => ListAsync(
        Statement(
            """
            SELECT epoch, name,
                CASE WHEN state IN ('open', 'paused') AND epoch < max(epoch) OVER () THEN 'superseded' ELSE state END,
                price, currency, stock, added, created_at, coalesce(pruned.orders, stored.orders), coalesce(pruned.units, stored.units, 0), pruned_at
            FROM sales
            LEFT JOIN (SELECT epoch, orders, units, pruned_at FROM pruned_sales) AS pruned USING (epoch)
            CROSS JOIN LATERAL (
                SELECT count(*) AS orders, sum(quantity)::bigint AS units
                FROM orders WHERE orders.epoch = sales.epoch AND (orders.state ? 'partial') IS NOT TRUE) AS stored
            WHERE product_id = $1
            ORDER BY epoch DESC
            """,
            productId),
        row => new ReportedSale(
            row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetDecimal(3), row.IsDBNull(4) ? null : row.GetString(4),
            row.GetInt32(5), row.GetInt32(6), row.GetFieldValue<DateTimeOffset>(7), new Tally(row.GetInt64(8), row.GetInt64(9)), Moment(row, 10)),
        cancellation);

    /// <summary>An order of any product; null for one that is not stored.</summary>
    public async Task<ReportedOrder?> FindOrderAsync(Guid orderId, CancellationToken cancellation)
    {
        var found = await ListAsync(
            Statement($"SELECT {OrderColumns.Names}, accepted_at, epoch, product_id FROM orders JOIN sales USING (epoch) WHERE order_id = $1", orderId),
            row => Read(row, row.GetString(OrderColumns.Next + 2), row.GetInt32(OrderColumns.Next + 1)),
            cancellation);
        return found.SingleOrDefault();
    }

    /// <summary>What is stored of what happened to an order since it was held or sold, the earliest first.</summary>
    public Task<IReadOnlyList<ReportedEvent>> ListEventsAsync(ReportedOrder order, CancellationToken cancellation) => ListAsync(
        // No index knows of orders: but what happened to one lies between its first transition and its latest.
        Statement(
            "SELECT seq, at, kind, details FROM order_events WHERE epoch = $1 AND seq BETWEEN $2 AND $3 AND order_id = $4 ORDER BY seq",
            order.Epoch, order.Order.Position, order.Order.Seq, order.Order.OrderId),
        row => new ReportedEvent(
            row.GetInt32(0),
            row.GetFieldValue<DateTimeOffset>(1),
            row.GetString(2),
            row.IsDBNull(3) ? null : TransitionDetails.Read(row.GetString(3))),
        cancellation);

    /// <summary>Orders of a sale, in order of their positions.</summary>
    public Task<IReadOnlyList<ReportedOrder>> ListOrdersAsync(string productId, OrderSearch search, CancellationToken cancellation) => ListAsync(
        Statement(
            $"""
            SELECT {OrderColumns.Names}, accepted_at
            FROM orders
            WHERE epoch = $1 AND position > $2 AND (shopper_id = $3 OR $3 IS NULL) AND (state ->> 'paymentRef' = $4 OR $4 IS NULL)
            ORDER BY position
            LIMIT $5
            """,
            search.Epoch, search.After, PostgresQuestions.Text(search.ShopperId), PostgresQuestions.Text(search.PaymentRef), search.Limit),
        row => Read(row, productId, search.Epoch),
        cancellation);

    /// <summary>All orders of a sale, as they are at this moment, to be read one by one.</summary>
    public Task<OrderExport> OpenExportAsync(string productId, long epoch, CancellationToken cancellation) => PostgresQuestions.AskAsync(async () =>
    {
        var turn = await exports.TakeAsync();
        try
        {
            return await OrderExport.OpenAsync(turn, await source.OpenConnectionAsync(cancellation), epoch, row => Read(row, productId, epoch), cancellation);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lookups.Dispose();
        exports.Dispose();
    }

    private static int Share(PostgresOptions options) => Math.Max(1, options.MaxPoolSize / 5);

    private NpgsqlCommand Statement(string text, params ReadOnlySpan<object> values)
    {
        var command = source.Statement(text, values);
        command.CommandTimeout = Math.Min(SecondsPerQuestion, options.CommandTimeoutSeconds);
        return command;
    }

    private Task<T> AskAsync<T>(Func<Task<T>> question) => PostgresQuestions.AskAsync(async () =>
    {
        using var turn = await lookups.TakeAsync();
        return await question();
    });

    private Task<IReadOnlyList<T>> ListAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) =>
        AskAsync(() => command.ListAsync(read, cancellation));

    private static ReportedOrder Read(NpgsqlDataReader row, string productId, long epoch) =>
        new(productId, epoch, OrderColumns.Read(row), row.GetFieldValue<DateTimeOffset>(OrderColumns.Next));

    private static DateTimeOffset? Moment(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    private static NpgsqlParameter Number(long? number) => new() { Value = number ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };
}
