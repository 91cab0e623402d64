namespace FlashFlow.WebFront.Access;

/// <summary>What a key opens.</summary>
public enum AccessRole
{
    /// <summary>The shop's calls: confirm, extend and cancel orders.</summary>
    Shop,

    /// <summary>All calls.</summary>
    Operator,
}
