namespace FlashFlow.Load;

/// <summary>A process with its children and theirs, as they were at one moment.</summary>
/// <param name="Members">The root first; empty when it is no more.</param>
internal sealed record ProcessTree(IReadOnlyList<ProcessorUsage> Members)
{
    private const int Attempts = 5;

    /// <summary>
    /// Processor time since the root began, of processes that have ended, too: what a child used is in its own figure while it lives and in
    /// its parent's reaped time from the moment the parent has waited for it, so the sum of both over the living never goes backwards.
    /// </summary>
    public TimeSpan Processor => Members.Aggregate(TimeSpan.Zero, (sum, member) => sum + member.Own + member.Reaped);

    /// <summary>Bytes in RAM; what processes share counts once.</summary>
    public long ResidentBytes => Members.Sum(member => ProcessFiles.ProportionalBytes(member.Id) ?? ProcessFiles.ResidentBytes(member.Id) ?? 0);

    private IEnumerable<(int Id, TimeSpan Reaped)> Lineage => Members.Select(member => (member.Id, member.Reaped));

    /// <summary>
    /// The tree of each root. A child that ends between the reading of its parent and its own would be missed, or be counted twice: so all
    /// are read until two readings found the same processes, none of which saw a child end.
    /// </summary>
    public static IReadOnlyDictionary<int, ProcessTree> Read(IReadOnlyCollection<int> roots)
    {
        var trees = Look(roots);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var again = Look(roots);
            if (roots.All(root => again[root].Lineage.SequenceEqual(trees[root].Lineage)))
                return again;
            trees = again;
        }

        return trees;
    }

    private static Dictionary<int, ProcessTree> Look(IReadOnlyCollection<int> roots)
    {
        ProcessorUsage[] all = [.. ProcessFiles.Ids().Select(ProcessFiles.Stat).OfType<ProcessorUsage>()];
        var children = all.ToLookup(process => process.Parent);
        return roots.Distinct().ToDictionary(root => root, root => new ProcessTree([.. all.Where(process => process.Id == root).SelectMany(WithChildren)]));

        IEnumerable<ProcessorUsage> WithChildren(ProcessorUsage process) => children[process.Id].SelectMany(WithChildren).Prepend(process);
    }
}
