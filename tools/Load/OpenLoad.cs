using System.Collections.Concurrent;
using System.Diagnostics;

namespace FlashFlow.Load;

/// <summary>
/// An open loop over HTTP/1.1: requests come at a constant rate, whether or not earlier ones were answered, as a crowd's do. A request
/// goes out on the connection that has been idle longest; when none is idle it is counted as not sent.
/// </summary>
/// <remarks>One thread sends. Answers are received by as many threads as the runtime sees fit: a closed loop's one thread and
/// <c>select</c> would not do for thousands of connections.</remarks>
public sealed class OpenLoad : IDisposable
{
    private readonly LoadOptions options;
    private readonly OpenConnections connections;
    private readonly ConcurrentQueue<OpenConnection> idle = new();

    /// <param name="options">What to send, on how many connections; its duration and maximum are not used.</param>
    /// <exception cref="LoadRefusedException">The options cannot be followed.</exception>
    public OpenLoad(LoadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Connections, 1);
        this.options = options;
        var target = LoadTarget.Of(options.Uri);
        var request = RequestBytes.Of(options);
        connections = new(Enumerable.Range(0, options.Connections).Select(_ => new OpenConnection(target, request, idle.Enqueue)));
    }

    /// <summary>Opens all connections.</summary>
    /// <exception cref="LoadRefusedException">The front does not take that many.</exception>
    public void Connect(CancellationToken cancellation) => connections.Connect(cancellation);

    /// <summary>Goes through the stages without a pause, and waits for the last answers as long as the options' grace.</summary>
    /// <param name="stages">What is offered.</param>
    /// <param name="observer">Sees every answer, one at a time per stage.</param>
    /// <param name="whenBegins">Told each stage that begins.</param>
    /// <param name="cancellation">Ends the run at once, without a report.</param>
    public Task<IReadOnlyList<OpenLoadReport>> RunAsync(
        IReadOnlyList<OpenLoadStage> stages, AnswerObserver? observer, Action<OpenLoadStage>? whenBegins, CancellationToken cancellation) =>
        Task.Factory.StartNew(
            () => Run(stages, observer, whenBegins, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public void Dispose() => connections.Dispose();

    private IReadOnlyList<OpenLoadReport> Run(
        IReadOnlyList<OpenLoadStage> stages, AnswerObserver? observer, Action<OpenLoadStage>? whenBegins, CancellationToken cancellation)
    {
        var tallies = new List<OpenLoadTally>();
        var startedAt = Stopwatch.GetTimestamp();
        foreach (var stage in stages)
        {
            whenBegins?.Invoke(stage);
            var tally = new OpenLoadTally(stage, startedAt, observer);
            tallies.Add(tally);
            Offer(stage, tally, startedAt, cancellation);
            startedAt += (long)(stage.Duration.TotalSeconds * Stopwatch.Frequency);
        }

        AwaitAnswers(tallies, cancellation);
        return [.. tallies.Select(tally => tally.ToReport())];
    }

    // A request that is late is sent at once; its latency counts from when it was due.
    private void Offer(OpenLoadStage stage, OpenLoadTally tally, long startedAt, CancellationToken cancellation)
    {
        var count = (long)(stage.PerSecond * stage.Duration.TotalSeconds);
        var between = Stopwatch.Frequency / stage.PerSecond;
        for (var i = 0L; i < count; i++)
        {
            var dueAt = startedAt + (long)(i * between);
            while (Stopwatch.GetTimestamp() < dueAt)
            {
                cancellation.ThrowIfCancellationRequested();
                Thread.Sleep(1);
            }

            tally.Offer(dueAt);
            if (idle.TryDequeue(out var connection))
                connection.Send(tally, dueAt);
            else
                tally.SkipUnsent();
        }
    }

    private void AwaitAnswers(List<OpenLoadTally> tallies, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (!tallies.TrueForAll(tally => tally.IsSettled) && Stopwatch.GetElapsedTime(started) < options.Grace)
        {
            cancellation.ThrowIfCancellationRequested();
            Thread.Sleep(10);
        }
    }
}
