using System.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Infrastructure.Hosting;

/// <summary>
/// Has a process do its work before it says that it is ready, so that code is compiled and connections are open when shoppers come. It is
/// over when the runtime has little left to compile, or when it has lasted as long as it may. What it does must sell, store, publish and
/// count nothing.
/// </summary>
/// <param name="most">How long it may last; zero: there is none.</param>
/// <param name="lifetime">Tells when the process has started.</param>
/// <param name="time">Clock of it.</param>
/// <param name="logger">Told how it ended.</param>
public abstract class WarmUpService(TimeSpan most, IHostApplicationLifetime lifetime, TimeProvider time, ILogger logger) : BackgroundService
{
    // The runtime compiles what is called often once more, a tenth of a second after it last compiled anything new: one quiet look is none.
    private const int QuietLooks = 3;
    private const double QuietShare = 0.15;
    private const int LeastTurns = 200;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private volatile bool isDone = most == TimeSpan.Zero;
    private volatile bool isEnough;
    private int turns;

    /// <summary>Whether it is over, however it ended.</summary>
    public bool IsDone => isDone;

    /// <summary>How many work at once.</summary>
    protected abstract int Workers { get; }

    /// <summary>Makes ready for work, once the process has started.</summary>
    /// <returns>Why there is no warm-up here; null when there is one.</returns>
    protected virtual string? Prepare() => null;

    /// <summary>Does one piece of work.</summary>
    /// <param name="turn">How many came before it.</param>
    /// <param name="end">The warm-up has lasted as long as it may.</param>
    /// <returns>False when something that it needs is away: asking thousands of times would not bring it back.</returns>
    protected abstract Task<bool> WorkAsync(int turn, CancellationToken end);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (isDone)
            return;
        try
        {
            await StartedAsync(stoppingToken);
            if (Prepare() is { } reason)
                logger.LogInformation("There is no warm-up: {Reason}", reason);
            else
                await WarmAsync(stoppingToken);
        }
        finally
        {
            isDone = true;
        }
    }

    private async Task WarmAsync(CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(most, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            var working = Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkUntilEnoughAsync(end.Token)));
            await Task.WhenAny(working, CompiledAsync(end.Token));
            isEnough = true;
            await working;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // As long as it may take.
        }
        catch (Exception failure)
        {
            logger.LogWarning("The warm-up ended early: {Reason}", failure.Message);
        }

        logger.LogInformation("Warmed up in {Turns} turns and {Milliseconds:0} ms", turns, time.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task WorkUntilEnoughAsync(CancellationToken end)
    {
        while (!isEnough && await WorkAsync(Interlocked.Increment(ref turns) - 1, end))
            end.ThrowIfCancellationRequested();
    }

    private async Task CompiledAsync(CancellationToken end)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        var (spent, since) = (JitInfo.GetCompilationTime(), time.GetTimestamp());
        for (var quiet = 0; quiet < QuietLooks;)
        {
            await timer.WaitForNextTickAsync(end);
            var (now, at) = (JitInfo.GetCompilationTime(), time.GetTimestamp());
            quiet = turns >= LeastTurns && now - spent < time.GetElapsedTime(since, at) * QuietShare ? quiet + 1 : 0;
            (spent, since) = (now, at);
        }
    }

    private async Task StartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping);
    }
}
