using FlashFlow.Load;
using System.Diagnostics;
using FlashFlow.Bench.Results;
using FlashFlow.Operator.Processes;

namespace FlashFlow.Bench;

/// <summary>Reads the memory of processes again and again, each with its children.</summary>
internal sealed class ResidentMemory(IReadOnlyDictionary<string, int> processes)
{
    private const double Megabyte = 1_000_000;

    private readonly long began = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, List<MemorySample>> samples = processes.Keys.ToDictionary(name => name, _ => new List<MemorySample>());

    /// <summary>Since it began to look.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(began);

    /// <summary>What has been seen, by process.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MemorySample>> Samples =>
        samples.ToDictionary(process => process.Key, process => (IReadOnlyList<MemorySample>)process.Value);

    /// <summary>Looks once.</summary>
    public void Look()
    {
        var second = Elapsed.TotalSeconds;
        var trees = ProcessTree.Read([.. processes.Values]);
        foreach (var (name, id) in processes)
            samples[name].Add(new(second, trees[id].ResidentBytes / Megabyte));
    }
}
