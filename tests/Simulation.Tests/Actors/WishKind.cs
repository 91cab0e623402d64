namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>How a shopper asks again.</summary>
internal enum WishKind
{
    /// <summary>Each time anew, and not after "perhaps".</summary>
    Plain,

    /// <summary>With an idempotency key.</summary>
    Keyed,

    /// <summary>Under the order id of the first time.</summary>
    Named,
}
