namespace FlashFlow.WebFront.Shoppers;

/// <summary>Where the shop's public keys come from.</summary>
internal interface IShopperKeys
{
    /// <summary>The keys that hold now; null as long as none could be read.</summary>
    ShopperKeySet? Current { get; }

    /// <summary>Why the keys could not be read the last time; null when they could.</summary>
    string? Trouble { get; }

    /// <summary>A token names a key that is not among them: perhaps there is a new one.</summary>
    void AskAgain();
}
