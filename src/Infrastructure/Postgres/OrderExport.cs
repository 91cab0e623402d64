using FlashFlow.Core.Sales;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>A sale's orders in order of their positions, all as they were when the export was opened: one statement, whose rows are read as they are asked for.</summary>
public sealed class OrderExport : IAsyncDisposable
{
    private readonly IDisposable turn;
    private readonly NpgsqlCommand command;
    private readonly NpgsqlDataReader rows;
    private readonly Func<NpgsqlDataReader, ReportedOrder> read;
    private bool isOver;

    internal OrderExport(IDisposable turn, NpgsqlCommand command, NpgsqlDataReader rows, Func<NpgsqlDataReader, ReportedOrder> read) =>
        (this.turn, this.command, this.rows, this.read) = (turn, command, rows, read);

    /// <summary>The next order; null after the last.</summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL went away.</exception>
    public async ValueTask<ReportedOrder?> NextAsync(CancellationToken cancellation)
    {
        try
        {
            if (await rows.ReadAsync(cancellation))
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
        // Otherwise all that nobody wants any more would be read first.
        if (!isOver)
            command.Cancel();
        try
        {
            await rows.DisposeAsync();
        }
        catch (Exception failure) when (PostgresFailures.IsOne(failure))
        {
            // That is what it was cancelled for.
        }
        finally
        {
            await command.DisposeAsync();
            turn.Dispose();
        }
    }
}
