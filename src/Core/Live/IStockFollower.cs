namespace FlashFlow.Core.Live;

/// <summary>Brings the news of products to this front's <see cref="LiveStock"/>.</summary>
public interface IStockFollower
{
    /// <summary>From now on this front wants to hear of the product; never waits.</summary>
    void Follow(string productId);

    /// <summary>News of the product do not come, although there should be some: from now on they are to come another way; never waits.</summary>
    void FollowAnew(string productId);
}
