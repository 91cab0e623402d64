using BenchmarkDotNet.Attributes;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Micro;

/// <summary>What it costs to gather requests into a call that answers at once, for each of a crowd, or for a batch that came as one.</summary>
public class CoalescerBenchmarks
{
    private const int Crowd = 512;

    private static readonly int[] Batch = new int[Crowd];

    private readonly Coalescer<int, int> coalescer = new(
        requests => Task.FromResult<IReadOnlyList<int>>(new int[requests.Count]), maxBatch: Crowd, maxWaiting: 2 * Crowd);

    [Benchmark(OperationsPerInvoke = Crowd)]
    public async Task OneByOne()
    {
        var replies = new Task<int>[Crowd];
        for (var i = 0; i < Crowd; i++)
            replies[i] = coalescer.TryAdd(i)!;
        await Task.WhenAll(replies);
    }

    [Benchmark(OperationsPerInvoke = Crowd)]
    public Task<int[]> Together() => coalescer.AddAsync(Batch);
}
