using FlashFlow.Core.Sales;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Questions to PostgreSQL whose askers do not wait for longer than they can.</summary>
internal static class PostgresQuestions
{
    /// <summary>Runs a query that nobody waits for, or somebody who can wait: it ends with the command's own timeout.</summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL is away or refuses.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception failure) when (PostgresFailures.IsOne(failure))
        {
            throw new SaleStoreUnavailableException(PostgresFailures.Describe(failure), failure);
        }
    }

    /// <summary>
    /// Runs a query that somebody waits for. Past the deadline the asker goes on without it, whatever the client still waits for: a
    /// connection, an answer, or the end of a query that it has cancelled.
    /// </summary>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL is away, refuses or does not answer in time; a change may be made all the same.</exception>
    public static Task<T> AskAsync<T>(PostgresOptions options, Func<Task<T>> question) => AskAsync(async () =>
    {
        var deadline = TimeSpan.FromMilliseconds(options.DeadlineMilliseconds);
        var answer = question();
        try
        {
            return await answer.WaitAsync(deadline);
        }
        catch (TimeoutException) when (!answer.IsCompleted)
        {
            throw new TimeoutException($"no answer within {deadline.TotalMilliseconds:0} ms");
        }
    });

    /// <summary>A statement with its parameters, in their order.</summary>
    public static NpgsqlCommand Statement(this NpgsqlDataSource source, string text, params ReadOnlySpan<object> values) =>
        source.CreateCommand(text).With(values);

    /// <summary>A text as a parameter, or NULL.</summary>
    public static NpgsqlParameter Text(string? text) => new() { Value = text ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    /// <summary>All rows of its answer. The command is disposed of.</summary>
    public static async Task<IReadOnlyList<T>> ListAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var asked = command;
        await using var reader = await asked.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The statement with these parameters, in their order.</summary>
    public static NpgsqlCommand With(this NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        return command;
    }
}
