namespace FlashFlow.Core.Live;

/// <summary>Brings the news of products to this front's <see cref="LiveStock"/>.</summary>
public interface IStockFollower
{
    /// <summary>From now on this front wants to hear of the product; never waits.</summary>
    void Follow(string productId);
}
