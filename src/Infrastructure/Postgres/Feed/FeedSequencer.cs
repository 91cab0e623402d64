using FlashFlow.Core.Sales;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace FlashFlow.Infrastructure.Postgres.Feed;

/// <summary>
/// Takes the feed on (G10): whatever was stored is told once nothing before it is missing. Each drain does so with the sales of which it has
/// just stored something, and now and then with all, for one that died in between. Several at once do no harm: PostgreSQL has them take turns.
/// </summary>
public sealed class FeedSequencer(NpgsqlDataSource source, TimeProvider time, ILogger<FeedSequencer> logger) : IDisposable
{
    private const int MostAtOnce = 10_000;

    // Of all sales that there ever were: the longer a look takes, the more seldom it is.
    private const int PauseForLook = 20;
    private static readonly TimeSpan LookAtAllEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAtAllAtLeastEvery = TimeSpan.FromSeconds(10);

    private readonly FeedNews stored = new();

    /// <summary>These sales were taken on, or could have been.</summary>
    public event Action<IReadOnlyCollection<int>>? Advanced;

    /// <summary>Something of these sales was stored.</summary>
    public void Tell(IEnumerable<long> epochs) => stored.Tell(epochs.Select(epoch => (int)epoch));

    /// <summary>Takes on what is stored by now, of these sales or, null, of all.</summary>
    /// <returns>How many transitions are told more than before.</returns>
    /// <exception cref="SaleStoreUnavailableException">PostgreSQL is away or refuses.</exception>
    public Task<long> AdvanceAsync(IReadOnlyCollection<int>? epochs, CancellationToken cancellation) => PostgresQuestions.AskAsync(async () =>
    {
        for (var told = 0L; ;)
        {
            await using var command = source.Statement(
                "SELECT advance_feed($1, $2)",
                new NpgsqlParameter { Value = (object?)epochs?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                MostAtOnce);
            if ((long)(await command.ExecuteScalarAsync(cancellation))! is not (> 0 and var more))
                return told;
            told += more;
        }
    });

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var (lookedAtAll, pause) = (0L, TimeSpan.Zero);
        var isAway = false;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var epochs = stored.Take();
                if (time.GetElapsedTime(lookedAtAll) >= pause)
                {
                    lookedAtAll = time.GetTimestamp();
                    await AdvanceAsync(epochs: null, cancellation);
                    pause = Clamp(PauseForLook * time.GetElapsedTime(lookedAtAll));
                }
                else if (epochs.Count > 0)
                {
                    await AdvanceAsync(epochs, cancellation);
                }

                if (epochs.Count > 0)
                    Advanced?.Invoke(epochs);
                isAway = false;
                await stored.WaitAsync(LookAtAllEvery, cancellation);
            }
            catch (SaleStoreUnavailableException failure)
            {
                if (!isAway)
                    logger.LogWarning("The feed is not taken on: {Reason}", failure.Message);
                isAway = true;
                await Task.Delay(LookAtAllEvery, time, cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stored.Dispose();

    private static TimeSpan Clamp(TimeSpan pause) =>
        pause < LookAtAllEvery ? LookAtAllEvery : pause > LookAtAllAtLeastEvery ? LookAtAllAtLeastEvery : pause;
}
