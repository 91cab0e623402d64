namespace FlashFlow.WebFront.Operators.Activity;

/// <summary>What a buy was answered, in as many kinds as a curve can show.</summary>
internal enum BuyAnswer
{
    /// <summary>With an order; retries are among them.</summary>
    Accepted,

    /// <summary>That nothing is left.</summary>
    SoldOut,

    /// <summary>That it may not be: the sale is not open, paused or closed, the limit is reached, or the key was used for something else.</summary>
    Refused,

    /// <summary>That the engine cannot say, or not now.</summary>
    Failed,
}
