using FlashFlow.Load;
using FlashFlow.Operator.Processes;

namespace FlashFlow.Bench.Costs;

/// <summary>
/// Reads what processes have spent, each with its children: PostgreSQL and RabbitMQ are trees of processes. What a child wrote is told like
/// its processor time: in its own figure while it lives, in its parent's once that has waited for it.
/// </summary>
/// <param name="processes">The root process of each name. The same process for as long as samples are to be compared.</param>
internal sealed class ProcessSampler(IReadOnlyDictionary<string, int> processes)
{
    /// <summary>One sample. It takes some tenths of a second where there are .NET processes among them.</summary>
    public async Task<CostSample> SampleAsync(CancellationToken cancellation)
    {
        // Processor time first: asking a .NET process for its allocations costs it some.
        var costs = Read();
        foreach (var (name, id) in processes.Where(process => costs.ContainsKey(process.Key)))
            costs[name] = costs[name] with { AllocatedBytes = await ManagedAllocations.ReadAsync(id, cancellation) };
        return new(costs);
    }

    private Dictionary<string, ProcessCost> Read()
    {
        var trees = ProcessTree.Read([.. processes.Values]);
        return processes.Where(process => trees[process.Value].Members.Count > 0).ToDictionary(process => process.Key, process => Of(trees[process.Value]));
    }

    private static ProcessCost Of(ProcessTree tree) => new(
        tree.Processor,
        Sum(tree, ProcessFiles.BytesWritten),
        tree.ResidentBytes,
        AllocatedBytes: null);

    // Null as soon as the root may not be read. A child that just ended counts in its parent.
    private static long? Sum(ProcessTree tree, Func<int, long?> read) =>
        read(tree.Members[0].Id) + tree.Members.Skip(1).Sum(member => read(member.Id) ?? 0);
}
