using FlashFlow.Core.Draining;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>Creates missing tables when a process starts, and goes on trying while PostgreSQL is away.</summary>
internal sealed class PostgresPreparation(NpgsqlDataSource source, TimeProvider time, ILogger<PostgresPreparation> logger) : BackgroundService
{
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(MaxBackoff, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PostgresSchema.PrepareAsync(source, stoppingToken);
                return;
            }
            catch (Exception failure) when (PostgresFailures.IsOne(failure))
            {
                logger.LogWarning("The database cannot be prepared yet: {Reason}", PostgresFailures.Describe(failure));
                await backoff.WaitAsync(stoppingToken);
            }
        }
    }
}
