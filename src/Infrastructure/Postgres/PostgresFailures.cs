using System.Net.Sockets;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>What it looks like when PostgreSQL is away, silent or refuses.</summary>
internal static class PostgresFailures
{
    // Not all of it is an NpgsqlException: a connection may break while it is being used, or be closed under whoever uses it.
    public static bool IsOne(Exception failure) =>
        failure is NpgsqlException or TimeoutException or IOException or SocketException or InvalidOperationException;

    /// <summary>In words for operators.</summary>
    public static string Describe(Exception failure) => IsReadOnly(failure)
        ? $"PostgreSQL is read-only, so it stores nothing ({failure.Message})"
        : $"PostgreSQL: {failure.Message}";

    /// <summary>A server that takes no writes may be one that another has taken the place of.</summary>
    public static bool IsReadOnly(Exception failure) => failure is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction };

    /// <summary>Lets go of the connections to a server that takes no writes: the next ones go to where the address leads by then.</summary>
    public static void ReconnectAfter(Exception failure, NpgsqlDataSource source)
    {
        if (IsReadOnly(failure))
            source.Clear();
    }
}
