using System.Security.Cryptography;
using FlashFlow.Core.Sales;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Has stored orders name somebody who does not exist instead of a shopper who wants to be forgotten. Books, totals and the feed's order stay.</summary>
/// <remarks>All calls throw <see cref="SaleStoreUnavailableException"/> when PostgreSQL is away or refuses. They read all orders: no index is kept of shoppers.</remarks>
public sealed class PostgresShoppers(NpgsqlDataSource source)
{
    private const int RandomBytes = 8;

    private const string DecidedLetters = """
        SELECT letter_id FROM dead_letters WHERE state <> 'dead' AND EXISTS (
            SELECT FROM dead_orders WHERE dead_orders.letter_id = dead_letters.letter_id AND shopper_id = $1)
        """;

    // Of the others the ledger knows nothing any more, or nothing in an hour.
    private const string Elsewhere = """
        SELECT format('sale %s of %s, which is not archived', epoch, product_id)
        FROM sales
        WHERE state <> 'archived'
            AND NOT EXISTS (SELECT FROM sales AS later WHERE later.product_id = sales.product_id AND later.epoch > sales.epoch)
            AND EXISTS (SELECT FROM orders WHERE orders.epoch = sales.epoch AND shopper_id = $1)
        UNION ALL
        SELECT format('dead letter %s, which is neither replayed nor discarded', left(letter_id, 12))
        FROM dead_letters
        WHERE state = 'dead' AND EXISTS (SELECT FROM dead_orders WHERE dead_orders.letter_id = dead_letters.letter_id AND shopper_id = $2)
        UNION ALL
        SELECT format('a message on its way to the webhook %s', webhook)
        FROM webhook_lanes
        WHERE position(convert_to(to_json($2)::text, 'UTF8') IN body) > 0
        """;

    /// <summary>How much of a shopper is stored.</summary>
    public Task<ShopperTraces> FindAsync(string shopperId, CancellationToken cancellation) => PostgresQuestions.AskAsync(async () =>
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return new ShopperTraces(
            (long)(await Statement(connection, "SELECT count(*) FROM orders WHERE shopper_id = $1", shopperId).ExecuteScalarAsync(cancellation))!,
            (long)(await Statement(connection, $"SELECT count(*) FROM ({DecidedLetters}) AS decided", shopperId).ExecuteScalarAsync(cancellation))!,
            await ListElsewhereAsync(connection, shopperId, shopperId, cancellation));
    });

    /// <summary>Forgets a shopper, and records that somebody was forgotten.</summary>
    /// <param name="shopperId">The shopper.</param>
    /// <param name="by">Who did it.</param>
    /// <param name="cancellation">Nothing is changed then.</param>
    /// <returns>The name that their orders have now, and what was changed.</returns>
    public Task<(string Pseudonym, ShopperTraces Traces)> ForgetAsync(string shopperId, string by, CancellationToken cancellation) => PostgresQuestions.AskAsync(async () =>
    {
        var pseudonym = $"forgotten-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}";
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var change = await connection.BeginTransactionAsync(cancellation);
        var orders = await Statement(connection, "UPDATE orders SET shopper_id = $2 WHERE shopper_id = $1", shopperId, pseudonym).ExecuteNonQueryAsync(cancellation);

        // A letter's text is for deciding about it; what it was about stays in dead_orders.
        var letters = await Statement(connection, $"UPDATE dead_letters SET body = '' WHERE letter_id IN ({DecidedLetters})", shopperId).ExecuteNonQueryAsync(cancellation);
        await Statement(
            connection,
            "UPDATE dead_orders SET shopper_id = $2 WHERE shopper_id = $1 AND letter_id IN (SELECT letter_id FROM dead_letters WHERE state <> 'dead')",
            shopperId, pseudonym).ExecuteNonQueryAsync(cancellation);
        if (orders + letters > 0)
            await Statement(
                connection, "INSERT INTO forgotten_shoppers (orders, letters, pseudonym, forgotten_by) VALUES ($1, $2, $3, $4)", (long)orders, (long)letters, pseudonym, by)
                .ExecuteNonQueryAsync(cancellation);
        var elsewhere = await ListElsewhereAsync(connection, pseudonym, shopperId, cancellation);
        await change.CommitAsync(cancellation);
        return (pseudonym, new ShopperTraces(orders, letters, elsewhere));
    });

    private static Task<IReadOnlyList<string>> ListElsewhereAsync(
        NpgsqlConnection connection, string storedAs, string shopperId, CancellationToken cancellation) =>
        Statement(connection, Elsewhere, storedAs, shopperId).ListAsync(row => row.GetString(0), cancellation);

    private static NpgsqlCommand Statement(NpgsqlConnection connection, string text, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        return command.With(values);
    }
}
