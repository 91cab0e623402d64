namespace FlashFlow.Core.Tests.StandIns;

/// <summary>Writes down which products a front wants to hear of.</summary>
public sealed class StandInFollower : IStockFollower
{
    public List<string> Followed { get; } = [];

    public void Follow(string productId) => Followed.Add(productId);

    public void FollowAnew(string productId) => Followed.Add(productId);
}
