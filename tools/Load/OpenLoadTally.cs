using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FlashFlow.Load;

/// <summary>Counts what becomes of one stage's requests. Answers are told from several threads.</summary>
internal sealed class OpenLoadTally(OpenLoadStage stage, long startedAt, AnswerObserver? observer)
{
    private const int Accepted = 202;
    private static readonly long SliceTicks = Stopwatch.Frequency / 10;

    private readonly Lock gate = new();
    private readonly Dictionary<int, Latencies> latencies = [];
    private readonly Dictionary<string, long> errors = [];
    private readonly List<(List<long> Accepted, int Offered)> slices = [];
    private long offered;
    private long notSent;
    private long settled;

    /// <summary>Whether every request of the stage has been answered or given up.</summary>
    public bool IsSettled
    {
        get
        {
            lock (gate)
                return settled == offered;
        }
    }

    /// <summary>A request is due.</summary>
    public void Offer(long dueAt)
    {
        lock (gate)
        {
            offered++;
            var slice = SliceOf(dueAt);
            CollectionsMarshal.AsSpan(slices)[slice].Offered++;
        }
    }

    /// <summary>It could not be sent.</summary>
    public void SkipUnsent()
    {
        lock (gate)
        {
            notSent++;
            settled++;
        }
    }

    /// <summary>It was answered.</summary>
    public void Add(long dueAt, in Answer answer)
    {
        var ticks = Stopwatch.GetTimestamp() - dueAt;
        lock (gate)
        {
            settled++;
            ref var log = ref CollectionsMarshal.GetValueRefOrAddDefault(latencies, answer.Status, out _);
            (log ??= new()).Add(ticks);
            if (answer.Status == Accepted)
                slices[SliceOf(dueAt)].Accepted.Add(ticks);
            observer?.Invoke(answer.Status, answer.Body);
        }
    }

    /// <summary>It failed.</summary>
    public void Fail(string reason)
    {
        lock (gate)
        {
            settled++;
            CollectionsMarshal.GetValueRefOrAddDefault(errors, reason, out _)++;
        }
    }

    public OpenLoadReport ToReport()
    {
        lock (gate)
        {
            return new()
            {
                Stage = stage,
                Offered = offered,
                NotSent = notSent,
                Unanswered = offered - settled,
                StatusCounts = latencies.ToDictionary(status => status.Key, status => status.Value.Count),
                Errors = new Dictionary<string, long>(errors),
                Latency = latencies.ToDictionary(status => status.Key, status => status.Value.ToReport()),
                Slices = [.. slices.Select(ToSlice)],
            };
        }
    }

    private static OpenLoadSlice ToSlice((List<long> Accepted, int Offered) slice)
    {
        slice.Accepted.Sort();
        var median = slice.Accepted.Count == 0 ? 0 : slice.Accepted[(slice.Accepted.Count - 1) / 2];
        return new(slice.Accepted.Count, TimeSpan.FromSeconds((double)median / Stopwatch.Frequency), slice.Offered - slice.Accepted.Count);
    }

    private int SliceOf(long dueAt)
    {
        var index = (int)((dueAt - startedAt) / SliceTicks);
        while (slices.Count <= index)
            slices.Add(([], 0));
        return index;
    }
}
