using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FlashFlow.Load;

/// <summary>Counts what happens in a run.</summary>
internal sealed class LoadTally
{
    private readonly Latencies latencies = new();
    private readonly Dictionary<int, long> statusCounts = [];
    private readonly Dictionary<string, long> errors = [];
    private readonly Latencies later = new();
    private readonly List<(long Answers, long Slowest)> seconds = [];
    private long startedAt;
    private long lastAnswerAt;

    public long Answers => latencies.Count;

    public void Begin(long now) => startedAt = now;

    public void Add(int status, long ticks, long now)
    {
        lastAnswerAt = now;
        latencies.Add(ticks);
        AddToSecond((int)((lastAnswerAt - startedAt) / Stopwatch.Frequency), ticks);
        CollectionsMarshal.GetValueRefOrAddDefault(statusCounts, status, out _)++;
    }

    public void AddError(string reason) => CollectionsMarshal.GetValueRefOrAddDefault(errors, reason, out _)++;

    public LoadReport ToReport(TimeSpan processorTime) => new()
    {
        Requests = Answers,
        Elapsed = Answers == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(startedAt, lastAnswerAt),
        Latency = latencies.ToReport(),
        BySecond = [.. seconds.Select(second => new LoadSecond(second.Answers, Stopwatch.GetElapsedTime(0, second.Slowest)))],
        LaterLatency = later.ToReport(),
        StatusCounts = statusCounts,
        Errors = errors,
        ProcessorTime = processorTime,
    };

    private void AddToSecond(int second, long ticks)
    {
        while (seconds.Count <= second)
            seconds.Add(default);
        ref var current = ref CollectionsMarshal.AsSpan(seconds)[second];
        current = (current.Answers + 1, Math.Max(current.Slowest, ticks));
        if (second > 0)
            later.Add(ticks);
    }
}
