using FlashFlow.Core.Sales;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>A sale's orders in order of their positions, all as they were when the export was opened: one statement, whose rows are read as they are asked for.</summary>
public sealed class OrderExport : IAsyncDisposable
{
    // All that is read is of one moment; and rows come in the order of the index as they are read, rather than after millions of them are sorted.
    // It ends when the connection is given back.
    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_sort = off";

    private readonly IDisposable turn;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand command;
    private readonly Func<NpgsqlDataReader, ReportedOrder> read;
    private NpgsqlDataReader? rows;
    private bool isOver;

    private OrderExport(IDisposable turn, NpgsqlConnection connection, long epoch, Func<NpgsqlDataReader, ReportedOrder> read)
    {
        (this.turn, this.connection, this.read) = (turn, connection, read);
        command = new NpgsqlCommand(
            $"SELECT {OrderColumns.Names}, accepted_at FROM orders WHERE epoch = $1 AND (state ? 'partial') IS NOT TRUE ORDER BY position",
            connection).With(epoch);
    }

    /// <summary>Every transition of the sale up to this one is in what is read; later ones may be.</summary>
    public long Seq { get; private set; }

    /// <summary>Opens one; where it cannot, the connection is let go of, and the turn is the caller's as before.</summary>
    /// <param name="turn">Ends with the export.</param>
    /// <param name="connection">The export's alone: a command of a data source cannot be cancelled.</param>
    /// <param name="epoch">The sale.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellation">Nobody waits for it any more.</param>
    internal static async Task<OrderExport> OpenAsync(
        IDisposable turn, NpgsqlConnection connection, long epoch, Func<NpgsqlDataReader, ReportedOrder> read, CancellationToken cancellation)
    {
        var export = new OrderExport(turn, connection, epoch, read);
        try
        {
            await export.BeginAsync(epoch, cancellation);
            return export;
        }
        catch
        {
            await export.command.DisposeAsync();
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task BeginAsync(long epoch, CancellationToken cancellation)
    {
        await using (var begin = new NpgsqlCommand(Begin, connection))
            await begin.ExecuteNonQueryAsync(cancellation);
        await using (var told = new NpgsqlCommand("SELECT stored_to FROM feed_sales WHERE epoch = $1", connection).With(epoch))
            Seq = await told.ExecuteScalarAsync(cancellation) is int seq ? Math.Max(seq, 0) : 0;
        rows = await command.ExecuteReaderAsync(cancellation);
    }

    /// <summary>The next order; null after the last.</summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL went away.</exception>
    public async ValueTask<ReportedOrder?> NextAsync(CancellationToken cancellation)
    {
        try
        {
            if (await rows!.ReadAsync(cancellation))
                return read(rows);
            isOver = true;
            return null;
        }
        catch (Exception failure) when (PostgresFailures.IsOne(failure))
        {
            isOver = true;
            throw new SaleStoreUnavailableException(PostgresFailures.Describe(failure), failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Otherwise all that nobody wants any more would be read first.
            if (!isOver)
                command.Cancel();
            await rows!.DisposeAsync();
        }
        catch (Exception failure) when (failure is OperationCanceledException || PostgresFailures.IsOne(failure))
        {
            // That is what it was cancelled for.
        }
        finally
        {
            await command.DisposeAsync();
            await connection.DisposeAsync();
            turn.Dispose();
        }
    }
}
