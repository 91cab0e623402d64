using System.Diagnostics;

namespace FlashFlow.Load;

/// <summary>
/// A closed loop over HTTP/1.1 for any number of connections and fronts: each connection sends its next request when the answer to the
/// last one has arrived.
/// </summary>
/// <remarks>Served by as many threads as the runtime sees fit. <see cref="LoadGenerator"/> costs the engine beside it less, but its
/// <c>select</c> looks at every connection each time, which thousands do not bear.</remarks>
public sealed class CrowdLoad : IDisposable
{
    private readonly TimeSpan grace;
    private readonly OpenConnections connections;
    private OpenLoadTally? current;

    /// <param name="options">What to send, on how many connections.</param>
    /// <param name="fronts">Where to: the connections are shared out evenly.</param>
    /// <exception cref="LoadRefusedException">The options cannot be followed.</exception>
    public CrowdLoad(LoadOptions options, IReadOnlyList<Uri> fronts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Connections, 1);
        grace = options.Grace;
        var targets = fronts.Select(LoadTarget.Of).ToArray();
        var request = RequestBytes.Of(options);
        connections = new(Enumerable.Range(0, options.Connections).Select(i => new OpenConnection(targets[i % targets.Length], request, SendNext)));
    }

    /// <summary>Opens all connections.</summary>
    /// <exception cref="LoadRefusedException">A front does not take that many.</exception>
    public void Connect(CancellationToken cancellation) => connections.Connect(cancellation);

    /// <summary>Sends for so long, then waits for the last answers as long as the options' grace.</summary>
    public async Task<OpenLoadReport> RunAsync(TimeSpan duration, CancellationToken cancellation)
    {
        var tally = new OpenLoadTally(new("closed loop", 1, duration), Stopwatch.GetTimestamp(), observer: null);
        Volatile.Write(ref current, tally);
        connections.ForEach(SendNext);
        try
        {
            await Task.Delay(duration, cancellation);
        }
        finally
        {
            Volatile.Write(ref current, null);
        }

        var ended = Stopwatch.GetTimestamp();
        while (!tally.IsSettled && Stopwatch.GetElapsedTime(ended) < grace)
            await Task.Delay(10, cancellation);
        return tally.ToReport();
    }

    /// <inheritdoc/>
    public void Dispose() => connections.Dispose();

    // Told by a connection whenever it may send, which it does not do before and after a run.
    private void SendNext(OpenConnection connection)
    {
        if (Volatile.Read(ref current) is not { } tally)
            return;
        var now = Stopwatch.GetTimestamp();
        tally.Offer(now);
        connection.Send(tally, now);
    }
}
