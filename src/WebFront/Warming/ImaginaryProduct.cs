namespace FlashFlow.WebFront.Warming;

/// <summary>A product that nobody sells, under a name that only this process knows: what is bought of it is never sold.</summary>
public sealed class ImaginaryProduct
{
    /// <summary>The name, good as a product's id.</summary>
    public string Id { get; } = $"warm-up-{Guid.NewGuid():N}";

    /// <summary>Whether a call is one of the front's own.</summary>
    public bool IsMeantBy(HttpContext context) => context.GetRouteValue("productId") is string productId && productId == Id;
}
