using FlashFlow.Infrastructure.Postgres.Feed;
using Microsoft.Extensions.Hosting;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>Takes the feed on beside what the process stores.</summary>
internal sealed class FeedService(FeedSequencer sequencer) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await sequencer.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The usual end. What is stored and not told is told by the next drain that looks at all sales.
        }
    }
}
