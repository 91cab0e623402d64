using FlashFlow.Core.Carts;

namespace FlashFlow.Grains;

/// <summary>A <see cref="CartTake"/> on its way.</summary>
[GenerateSerializer, Immutable, Alias("FlashFlow.CartParts")]
public sealed record CartParts(
    [property: Id(0)] Guid CartId,
    [property: Id(1)] string ShopperId,
    [property: Id(2)] bool MustHold,
    [property: Id(3)] CartParts.Part[] Parts)
{
    /// <summary>Packs what is to be taken.</summary>
    public static CartParts Pack(CartTake take) => new(take.CartId, take.ShopperId, take.MustHold, [.. take.Parts.Select(part =>
        new Part(part.ProductId, part.Epoch, part.OrderId, part.Quantity, part.Amount, part.IsBundle))]);

    /// <summary>What is to be taken.</summary>
    public CartTake Unpack() => new(CartId, ShopperId, MustHold, [.. Parts.Select(part => new CartPart
    {
        ProductId = part.ProductId,
        Epoch = part.Epoch,
        OrderId = part.OrderId,
        Quantity = part.Quantity,
        Amount = part.Amount,
        IsBundle = part.IsBundle,
    })]);

    /// <summary>A <see cref="CartPart"/> on its way.</summary>
    [GenerateSerializer, Immutable, Alias("FlashFlow.CartPart")]
    public sealed record Part(
        [property: Id(0)] string ProductId,
        [property: Id(1)] long Epoch,
        [property: Id(2)] Guid OrderId,
        [property: Id(3)] int Quantity,
        [property: Id(4)] long? Amount,
        [property: Id(5)] bool IsBundle);
}
