namespace FlashFlow.Tools.Load;

/// <summary>Keeps every latency. Grows by small pieces: a large array that doubles would pause the run it measures.</summary>
internal sealed class LatencyLog
{
    private const int PieceLength = 8_192;

    private readonly List<long[]> pieces = [];
    private int usedInLast = PieceLength;

    public long Count => ((long)pieces.Count * PieceLength) - (PieceLength - usedInLast);

    public void Add(long ticks)
    {
        if (usedInLast == PieceLength)
        {
            pieces.Add(new long[PieceLength]);
            usedInLast = 0;
        }

        pieces[^1][usedInLast++] = ticks;
    }

    public long[] ToSorted()
    {
        var all = new long[Count];
        for (var i = 0; i < pieces.Count; i++)
            pieces[i].AsSpan(0, i == pieces.Count - 1 ? usedInLast : PieceLength).CopyTo(all.AsSpan(i * PieceLength));
        Array.Sort(all);
        return all;
    }
}
