using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Does the store answer, and are the tables there?</summary>
internal sealed class PostgresHealthCheck(NpgsqlDataSource source) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT EXISTS (SELECT FROM orders), EXISTS (SELECT FROM sales)");
            await command.ExecuteNonQueryAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException failure)
        {
            return new(context.Registration.FailureStatus, $"PostgreSQL: {failure.Message}");
        }
    }
}
