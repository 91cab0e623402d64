namespace FlashFlow.Core.Sales;

/// <summary>How long the store is waited for by who can do without it.</summary>
public static class StorePatience
{
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(300);

    /// <summary>The store's answer, when it comes within 300 ms. The question itself goes on.</summary>
    /// <exception cref="SaleStoreUnavailableException">The store is away, or does not answer that soon.</exception>
    public static async Task<T> SoonAsync<T>(this Task<T> answer, TimeProvider time, CancellationToken cancellation = default)
    {
        try
        {
            return await answer.WaitAsync(Bound, time, cancellation);
        }
        catch (TimeoutException late)
        {
            throw new SaleStoreUnavailableException($"no answer within {Bound.TotalMilliseconds:0} ms", late);
        }
    }
}
