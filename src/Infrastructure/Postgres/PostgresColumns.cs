using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Rows as parameters of a statement, one for each column.</summary>
internal static class PostgresColumns
{
    /// <summary>Adds a column as the next parameter.</summary>
    public static NpgsqlCommand AddColumn<TRow, T>(this NpgsqlCommand command, NpgsqlDbType type, IReadOnlyCollection<TRow> rows, Func<TRow, T> value)
    {
        T[] values = [.. rows.Select(value)];
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        return command;
    }
}
