namespace FlashFlow.Grains;

/// <summary>Takes batches of buys as <see cref="IProductGrain"/> does, and sells nothing; its key is the name of a product that nobody sells.</summary>
[Alias("FlashFlow.IRehearsalGrain")]
public interface IRehearsalGrain : IGrainWithStringKey
{
    /// <summary>Answers a batch of buys as if it were decided.</summary>
    [Alias("Buy")]
    Task<OperationReplies> DecideAsync(OperationBatch batch);
}
