using FlashFlow.Core.Draining;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Writes orders and what happened to them: each transition into the table order_events but the first of an order, which is its row in the table orders.</summary>
internal sealed class PostgresOrders(NpgsqlDataSource source) : IOrderStore
{
    // PostgreSQL's own function. It warns, in whatever language, when it was told to wait no longer, and the commit counts as a success then.
    private const string WaitForStandby = "SyncRepWaitForLSN";

    /// <inheritdoc/>
    public async Task StoreAsync(
        IReadOnlyList<OrderBatch> batches,
        IReadOnlyList<TransitionBatch> transitions,
        IReadOnlyList<DeadLetter> letters,
        CancellationToken cancellation)
    {
        try
        {
            await StoreAsync(new StoredGroup(batches, transitions), letters, cancellation);
        }
        catch (PostgresException failure) when (IsAboutTheData(failure))
        {
            throw new OrderRejectedException(failure.Detail is { } detail ? $"{failure.MessageText}. {detail}" : failure.MessageText, failure);
        }
        catch (Exception failure) when (PostgresFailures.IsOne(failure))
        {
            PostgresFailures.ReconnectAfter(failure, source);
            throw new StoreUnavailableException(PostgresFailures.Describe(failure), failure);
        }
    }

    // Nearly always all orders are new, and then COPY is the cheapest way in. It refuses the whole group where one of them is not, or is
    // wrong, and changes nothing: then the upsert decides.
    private async Task StoreAsync(StoredGroup group, IReadOnlyList<DeadLetter> letters, CancellationToken cancellation)
    {
        try
        {
            if (group.IsCopyable)
            {
                await TransactAsync(group, connection => group.CopyAsync(connection, cancellation), letters, cancellation);
                return;
            }
        }
        catch (PostgresException failure) when (IsAboutTheData(failure))
        {
            // The upsert decides.
        }

        try
        {
            await TransactAsync(group, connection => group.UpsertAsync(connection, cancellation), letters, cancellation);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another drain may have stored the same orders at the same moment. It has committed by now, so a second try finds them,
            // and fails again only where a position was really given twice.
            await TransactAsync(group, connection => group.UpsertAsync(connection, cancellation), letters, cancellation);
        }
    }

    // Where one statement is all, it is the transaction, which spares the round trip of a commit.
    private async Task TransactAsync(
        StoredGroup group, Func<NpgsqlConnection, Task> store, IReadOnlyList<DeadLetter> letters, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var isHereAlone = false;
        connection.Notice += (_, told) => isHereAlone |= told.Notice.Routine == WaitForStandby;
        await using var transaction = letters.Count > 0 || !group.IsSold ? await connection.BeginTransactionAsync(cancellation) : null;
        await store(connection);
        await PostgresDeadLetters.AddAsync(connection, letters, cancellation);
        if (transaction is not null)
            await transaction.CommitAsync(cancellation);
        if (isHereAlone)
            throw new NpgsqlException("a commit waited in vain for the synchronous standby");
    }

    // Classes 22 (data exception) and 23 (integrity constraint violation): the same row fails again, however often it is tried. And two orders of
    // one transaction may have been given the same position.
    private static bool IsAboutTheData(PostgresException failure) =>
        failure.SqlState == PostgresErrorCodes.CardinalityViolation
        || failure.SqlState.StartsWith("22", StringComparison.Ordinal) || failure.SqlState.StartsWith("23", StringComparison.Ordinal);
}
