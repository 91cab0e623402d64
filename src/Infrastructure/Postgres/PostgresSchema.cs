using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Prepares the database.</summary>
public static class PostgresSchema
{
    // Two processes that prepare at once would trip over each other's CREATE TABLE IF NOT EXISTS.
    private const long AdvisoryLock = 0x466C617368466C6F;

    private static readonly string Script = EmbeddedText.Read("schema.sql");

    /// <summary>Creates what is missing; safe to call at any time and from several processes at once.</summary>
    /// <param name="source">The database.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="NpgsqlException">PostgreSQL is away or refuses.</exception>
    public static async Task PrepareAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var acquire = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection))
        {
            acquire.Parameters.Add(new() { Value = AdvisoryLock });
            await acquire.ExecuteNonQueryAsync(cancellation);
        }

        await using (var script = new NpgsqlCommand(Script, connection))
            await script.ExecuteNonQueryAsync(cancellation);

        await transaction.CommitAsync(cancellation);
    }
}
