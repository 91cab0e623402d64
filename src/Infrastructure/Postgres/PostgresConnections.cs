using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>How FlashFlow connects to PostgreSQL.</summary>
internal static class PostgresConnections
{
    public static NpgsqlDataSource Open(PostgresOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            CommandTimeout = options.CommandTimeoutSeconds,
            MaxPoolSize = options.MaxPoolSize,
            MinPoolSize = 1, // A connection that is kept cannot be taken by others when the server has no more.
            IncludeErrorDetail = true, // The reason of a dead letter names the key that is in the way.
        };
        settings.Timeout = Math.Min(settings.Timeout, options.CommandTimeoutSeconds);

        // G3: stored means durable, whatever the server's default is. The drain acknowledges after the commit.
        settings.Options = $"{settings.Options} -c synchronous_commit=on".Trim();
        return NpgsqlDataSource.Create(settings);
    }
}
