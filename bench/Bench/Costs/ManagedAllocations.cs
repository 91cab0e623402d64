using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace FlashFlow.Bench.Costs;

/// <summary>
/// Asks a .NET process, through its diagnostics port, how much managed memory it has allocated: the counter
/// <c>dotnet.gc.heap.total_allocated</c> of the meter <c>System.Runtime</c>. Nothing is left running in the process.
/// </summary>
internal static class ManagedAllocations
{
    private const string Provider = "System.Diagnostics.Metrics";
    private const string Meter = "System.Runtime";
    private const string Counter = "dotnet.gc.heap.total_allocated";
    private const long TimeSeriesValues = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Bytes allocated since the process began; null when it is not .NET or does not tell within five seconds.</summary>
    public static async Task<long?> ReadAsync(int processId, CancellationToken cancellation)
    {
        if (!DiagnosticsClient.GetPublishedProcesses().Contains(processId))
            return null;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await AskAsync(new(processId), patience.Token);
        }
        catch (Exception failure) when (failure is DiagnosticsClientException or IOException or TimeoutException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async Task<long?> AskAsync(DiagnosticsClient client, CancellationToken cancellation)
    {
        using var session = await client.StartEventPipeSessionAsync([Question()], requestRundown: false, circularBufferMB: 16, cancellation);
        var answer = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(() => Read(session.EventStream, answer), CancellationToken.None);
        try
        {
            return await answer.Task.WaitAsync(cancellation);
        }
        finally
        {
            // The stream ends when the session does.
            await session.StopAsync(CancellationToken.None);
            await reading;
        }
    }

    private static EventPipeProvider Question() => new(Provider, EventLevel.Informational, TimeSeriesValues, new Dictionary<string, string>
    {
        ["SessionId"] = Guid.NewGuid().ToString(),
        ["Metrics"] = $"{Meter}\\{Counter}",
        ["RefreshInterval"] = "0.1",
        ["MaxTimeSeries"] = "10",
        ["MaxHistograms"] = "1",
    });

    private static void Read(Stream events, TaskCompletionSource<long> answer)
    {
        try
        {
            using var source = new EventPipeEventSource(events);
            source.Dynamic.All += published =>
            {
                if (published.EventName == "CounterRateValuePublished" && published.PayloadByName("instrumentName") is Counter)
                    answer.TrySetResult((long)double.Parse((string)published.PayloadByName("value"), System.Globalization.CultureInfo.InvariantCulture));
            };
            source.Process();
            answer.TrySetException(new IOException("The process ended before it told its allocations."));
        }
        catch (Exception failure)
        {
            answer.TrySetException(failure);
        }
    }
}
