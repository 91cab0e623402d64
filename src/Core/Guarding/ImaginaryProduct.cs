namespace FlashFlow.Core.Guarding;

/// <summary>
/// Products that nobody sells, under names that only this process knows. It rehearses with them before it is ready: what is bought of them
/// is never sold.
/// </summary>
public sealed class ImaginaryProduct
{
    /// <summary>The end of the name of one that a rehearsal takes for sold out.</summary>
    public const string SoldOutEnding = "-sold-out";

    /// <summary>One of which a rehearsal accepts every buy. The names of the others begin like this.</summary>
    public string Id { get; } = $"warm-up-{Guid.NewGuid():N}";

    /// <summary>One of which nothing is left.</summary>
    public string SoldOut => Id + SoldOutEnding;

    /// <summary>One of which no rehearsal knows.</summary>
    public string Unknown => Id + "-unknown";

    /// <summary>Whether a name is one of these.</summary>
    public bool IsMeantBy(string productId) => productId.StartsWith(Id, StringComparison.Ordinal);
}
