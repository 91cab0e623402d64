namespace FlashFlow.Core.Carts;

/// <summary>Divides money so that nothing of it is lost.</summary>
public static class Shares
{
    /// <summary>
    /// Divides an amount in proportion to weights by the method of the largest remainder (https://en.wikipedia.org/wiki/Quota_method): each share
    /// is the exact one rounded down, and what is left goes in units of one to those that lost most, the first ones where they lost the same.
    /// </summary>
    /// <param name="amount">What is divided, 0 or more.</param>
    /// <param name="weights">One for each share, 0 or more; where all are 0, all count the same.</param>
    public static long[] Split(long amount, IReadOnlyList<long> weights)
    {
        if (weights.Sum() == 0)
            weights = [.. weights.Select(_ => 1L)];
        Int128 whole = weights.Sum();
        long[] shares = [.. weights.Select(weight => (long)((Int128)amount * weight / whole))];
        var left = (int)(amount - shares.Sum());
        foreach (var i in Enumerable.Range(0, weights.Count).OrderByDescending(i => (Int128)amount * weights[i] % whole).Take(left))
            shares[i]++;
        return shares;
    }
}
