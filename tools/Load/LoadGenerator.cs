namespace FlashFlow.Load;

/// <summary>
/// A closed loop over HTTP/1.1: each connection sends its next request when the answer to the last one has arrived, so the load adapts
/// to the server and the number of connections is the number of requests on their way.
/// </summary>
/// <remarks>
/// One thread serves all connections. It costs the engine beside it the least: with a task per connection a request took about 1.4 times
/// the processor time. An answer that waits for the thread counts as latency.
/// </remarks>
public static class LoadGenerator
{
    /// <summary>Generates the load.</summary>
    /// <param name="options">What to send, and for how long.</param>
    /// <param name="progress">Told the number of answers so far, about ten times a second.</param>
    /// <param name="observer">Sees every answer.</param>
    /// <param name="cancellation">Ends the run at once, without a report.</param>
    /// <exception cref="LoadRefusedException">The options cannot be followed, or nobody listens at the start.</exception>
    public static Task<LoadReport> RunAsync(
        LoadOptions options,
        IProgress<long>? progress = null,
        AnswerObserver? observer = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Connections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Duration, TimeSpan.Zero);
        var run = new LoadRun(options, LoadTarget.Of(options.Uri), options.Requests ?? new FixedRequest(RequestBytes.Of(options)), progress, observer);
        return Task.Factory.StartNew(
            () => run.Run(cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
