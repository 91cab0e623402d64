using System.Diagnostics;

namespace FlashFlow.Operator.Demo;

/// <summary>Watches the rows of a sale arrive in PostgreSQL.</summary>
internal sealed class RowWatch(SaleRows stored, TimeSpan patience)
{
    // Also the grain of the time that is measured.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>When the last row was first seen, in <see cref="Stopwatch"/> ticks; 0 while there is none.</summary>
    public long LastRowAt { get; private set; }

    /// <summary>Looks once, so that PostgreSQL is known to answer before the load begins and the first look in it is a quick one.</summary>
    public Task WarmUpAsync(CancellationToken cancellation) => stored.CountAsync(cancellation);

    /// <summary>Watches while the load runs, and then until every accepted order has its row, or for as long as the patience lasts.</summary>
    /// <returns>What is left of the patience.</returns>
    public async Task<TimeSpan> WatchAsync(Task load, BuyAnswers answers, CancellationToken cancellation)
    {
        var seen = 0L;
        var loadEndedAt = 0L;
        while (true)
        {
            var rows = await stored.CountAsync(cancellation);
            if (rows != seen)
                LastRowAt = Stopwatch.GetTimestamp();
            seen = rows;

            // The answers are the load's own while it runs.
            if (load.IsCompleted)
            {
                loadEndedAt = loadEndedAt == 0 ? Stopwatch.GetTimestamp() : loadEndedAt;
                var left = patience - Stopwatch.GetElapsedTime(loadEndedAt);
                if (rows >= answers.OrderIds.Count || left <= TimeSpan.Zero)
                    return left;
            }

            await Task.Delay(Interval, cancellation);
        }
    }
}
