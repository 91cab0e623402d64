namespace FlashFlow.WebFront.Shoppers;

/// <summary>Whether shoppers are known by tokens that the shop has signed.</summary>
public enum ShopperTokenMode
{
    /// <summary>No token is looked at: the shop in front says who buys.</summary>
    Off,

    /// <summary>A token that is shown must be good, and says who buys; without one it is as if they were off.</summary>
    Optional,

    /// <summary>Without a token, or a key of the shop or an operator, nothing is bought and no order is shown.</summary>
    Required,
}
