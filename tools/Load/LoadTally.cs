using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FlashFlow.Load;

/// <summary>Counts what happens in a run.</summary>
internal sealed class LoadTally
{
    private readonly Latencies latencies = new();
    private readonly Dictionary<int, long> statusCounts = [];
    private readonly Dictionary<string, long> errors = [];
    private long lastAnswerAt;

    public long Answers => latencies.Count;

    public void Add(int status, long ticks)
    {
        lastAnswerAt = Stopwatch.GetTimestamp();
        latencies.Add(ticks);
        CollectionsMarshal.GetValueRefOrAddDefault(statusCounts, status, out _)++;
    }

    public void AddError(string reason) => CollectionsMarshal.GetValueRefOrAddDefault(errors, reason, out _)++;

    public LoadReport ToReport(long startedAt, TimeSpan processorTime) => new()
    {
        Requests = Answers,
        Elapsed = Answers == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(startedAt, lastAnswerAt),
        Latency = latencies.ToReport(),
        StatusCounts = statusCounts,
        Errors = errors,
        ProcessorTime = processorTime,
    };
}
