namespace FlashFlow.Core.Buying;

/// <summary>Where an order stands in its life.</summary>
public enum OrderStatus
{
    /// <summary>Its units wait for the payment until a deadline.</summary>
    Held,

    /// <summary>Its units are the shopper's.</summary>
    Confirmed,

    /// <summary>The hold was given up.</summary>
    Released,

    /// <summary>The deadline passed.</summary>
    Expired,

    /// <summary>It was sold, and all of it was cancelled.</summary>
    Cancelled,
}
