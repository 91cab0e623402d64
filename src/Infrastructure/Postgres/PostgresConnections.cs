using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>How FlashFlow connects to PostgreSQL.</summary>
internal static class PostgresConnections
{
    // A host that does not answer at all is tried again and again, before the one that does.
    private const int MostSecondsPerHost = 3;

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
        return settings.Host?.Contains(',', StringComparison.Ordinal) == true ? OpenFirstWritable(settings) : NpgsqlDataSource.Create(settings);
    }

    // Of several hosts the first that takes writes, whatever is asked for: a primary that was left read-only when another took its place is none.
    private static NpgsqlDataSource OpenFirstWritable(NpgsqlConnectionStringBuilder settings)
    {
        settings.TargetSessionAttributes = null;
        settings.Timeout = Math.Min(settings.Timeout, MostSecondsPerHost);
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite);
    }
}
