using System.Runtime.ExceptionServices;
using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Prepares the database with the numbered scripts beside this file. Each is applied once; the table <c>schema_versions</c> says which were.</summary>
public static class PostgresSchema
{
    private static readonly (string Name, string Text)[] Scripts =
        [.. EmbeddedText.Names(".sql").Select(name => (name, EmbeddedText.Read(name)))];

    /// <summary>Applies the scripts that are missing; safe to call at any time and from several processes at once.</summary>
    /// <param name="source">The database.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="NpgsqlException">PostgreSQL is away or refuses; then nothing was changed.</exception>
    public static Task PrepareAsync(NpgsqlDataSource source, CancellationToken cancellation) => PrepareAsync(source, Scripts, cancellation);

    /// <summary>Applies those of the scripts that are missing, in the order of their names, all of them or none.</summary>
    /// <param name="source">The database.</param>
    /// <param name="scripts">Their names and texts.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="NpgsqlException">PostgreSQL is away or refuses; then nothing was changed.</exception>
    public static async Task PrepareAsync(NpgsqlDataSource source, IEnumerable<(string Name, string Text)> scripts, CancellationToken cancellation)
    {
        var connections = new PostgresqlConnectionManager(source);
        var engine = DeployChanges.To
            .PostgresqlDatabase(connections)
            .WithScripts(scripts.Select(script => new SqlScript(script.Name, script.Text)))
            .WithVariablesDisabled() // $$ quotes a function's body here.
            .JournalTo((manager, log) => new SchemaJournal(manager, log))
            .WithTransaction()
            .LogToNowhere()
            .Build();

        // It waits on a thread. One that is not waited for any more ends with its connection.
        var result = await Task.Run(engine.PerformUpgrade, cancellation).WaitAsync(cancellation);
        if (!result.Successful)
            ExceptionDispatchInfo.Throw(result.Error);
    }
}
