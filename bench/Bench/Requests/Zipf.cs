namespace FlashFlow.Bench.Requests;

/// <summary>Draws ranks after Zipf's law: the k-th is drawn in proportion to 1/k (exponent 1).</summary>
internal sealed class Zipf
{
    private readonly double[] upTo;

    /// <param name="count">How many ranks, at least 1.</param>
    public Zipf(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        upTo = new double[count];
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++)
            upTo[rank] = sum += 1.0 / (rank + 1);
        for (var rank = 0; rank < count; rank++)
            upTo[rank] /= sum;
    }

    /// <summary>The rank, from 0, that a number from 0 to below 1 falls on.</summary>
    public int Rank(double number)
    {
        var found = Array.BinarySearch(upTo, number);
        return Math.Min(found < 0 ? ~found : found + 1, upTo.Length - 1);
    }
}
