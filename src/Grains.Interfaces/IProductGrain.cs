namespace FlashFlow.Grains;

/// <summary>Guards one product's stock for all fronts of the cluster; its key is the product's id.</summary>
[Alias("FlashFlow.IProductGrain")]
public interface IProductGrain : IGrainWithStringKey
{
    /// <summary>Decides a batch of buys. Never throws for what a ledger or a shopper can do: the outcomes say it.</summary>
    [Alias("Buy")]
    Task<OperationReplies> DecideAsync(OperationBatch batch);

    /// <summary>Stock may have come back: the next buy asks the ledger.</summary>
    [Alias("ForgetSoldOut")]
    Task ForgetSoldOutAsync();
}
