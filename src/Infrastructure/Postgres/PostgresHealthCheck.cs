using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Does the store take orders and sales, and does it keep what it took?</summary>
internal sealed class PostgresHealthCheck(NpgsqlDataSource source) : IHealthCheck
{
    // Inserts that insert nothing: a read-only server, a missing table and a missing right refuse them all the same.
    // A proxy may have dropped what our connections ask for, so synchronous_commit is looked at, too.
    private const string Probe = """
        INSERT INTO orders SELECT * FROM orders WHERE false;
        INSERT INTO sales SELECT * FROM sales WHERE false;
        SELECT coalesce(string_agg(name, ', ' ORDER BY name), '')
        FROM pg_settings
        WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
        """;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = source.CreateCommand(Probe);
            var off = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
            return off.Length == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded($"PostgreSQL has {off} off: stored orders may be lost when its machine dies (G3). Set it to on.");
        }
        catch (Exception failure) when (PostgresFailures.IsOne(failure))
        {
            PostgresFailures.ReconnectAfter(failure, source);
            return new(context.Registration.FailureStatus, PostgresFailures.Describe(failure));
        }
    }
}
