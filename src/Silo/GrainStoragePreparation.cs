using FlashFlow.Core.Draining;
using FlashFlow.Grains;
using FlashFlow.Infrastructure.Postgres;
using Npgsql;

namespace FlashFlow.Silo;

/// <summary>Prepares the database before the silo joins its cluster: Orleans' storage reads its queries from there when it starts.</summary>
internal sealed class GrainStoragePreparation(NpgsqlDataSource source, TimeProvider time, ILogger<GrainStoragePreparation> logger) : IHostedService
{
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(2);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(MaxBackoff, time);
        while (!await TryPrepareAsync(cancellationToken))
            await backoff.WaitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> TryPrepareAsync(CancellationToken cancellation)
    {
        try
        {
            await PostgresSchema.PrepareAsync(source, cancellation, GrainStorage.Schema);
            return true;
        }
        catch (NpgsqlException failure)
        {
            logger.LogWarning("The silo waits for its database: {Reason}", failure.Message);
            return false;
        }
    }
}
