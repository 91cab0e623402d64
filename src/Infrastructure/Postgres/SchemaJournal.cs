using System.Globalization;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Engine.Transactions;
using DbUp.Postgresql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Which scripts were applied. Whoever reads it holds a lock until its transaction ends, so that a script is applied by one process.</summary>
internal sealed class SchemaJournal(Func<IConnectionManager> connections, Func<IUpgradeLog> log)
    : PostgresqlTableJournal(connections, log, schema: null, Table), IJournal
{
    private const string Table = "schema_versions";
    private const long AdvisoryLock = 0x466C617368466C6F; // as in versions that had no journal

    string[] IJournal.GetExecutedScripts()
    {
        ConnectionManager().ExecuteCommandsWithManagedConnection(newCommand =>
        {
            using var acquire = newCommand();
            acquire.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({AdvisoryLock})");
            acquire.ExecuteNonQuery();
        });
        return GetExecutedScripts();
    }

    // In the connection's own schema: the library's question would be answered by a table of this name in any other.
    protected override string DoesTableExistSql() => $"SELECT count(to_regclass('{Table}'))::integer";
}
