namespace FlashFlow.Bench.Overload;

/// <summary>What memory a process held: the most in each stage, in bytes of RAM (<c>VmRSS</c>).</summary>
/// <param name="Name">The process.</param>
/// <param name="Peaks">By stage, in order.</param>
internal sealed record ProcessMemory(string Name, IReadOnlyList<(string Stage, long Bytes)> Peaks)
{
    /// <summary>The most of all stages.</summary>
    public long Peak => Peaks.Count == 0 ? 0 : Peaks.Max(peak => peak.Bytes);
}
