namespace FlashFlow.Simulation.Tests.Scheduling;

/// <summary>All that is random in a schedule. SplitMix64, so that a seed means the same on every machine and runtime.</summary>
internal sealed class Chance(long seed)
{
    private ulong state = (ulong)seed;

    /// <summary>From 0 up to, not including, <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True once in <paramref name="times"/> on average; never for 0.</summary>
    public bool OneIn(int times) => times > 0 && Below(times) == 0;

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> among) => among[Below(among.Count)];

    /// <summary>An id that no other call returns, in practice.</summary>
    public Guid NewGuid()
    {
        Span<ulong> halves = [Next(), Next()];
        return new(System.Runtime.InteropServices.MemoryMarshal.AsBytes(halves));
    }

    private ulong Next()
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
