namespace FlashFlow.Grains;

/// <summary>Takes the parts of orders of several lines for all fronts of the cluster; its key is the name of the family that they are of.</summary>
[Alias("FlashFlow.ICartGrain")]
public interface ICartGrain : IGrainWithStringKey
{
    /// <summary>Takes all parts or none.</summary>
    /// <exception cref="Core.Guarding.LedgerUnavailableException">The ledger did not answer: all parts may be taken, or none.</exception>
    [Alias("Take")]
    Task<CartTaken> TakeAsync(CartParts parts);
}
