using FlashFlow.Core.Carts;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Grains;

/// <summary>A <see cref="CartTake"/> on its way.</summary>
[GenerateSerializer, Immutable, Alias("FlashFlow.CartParts")]
public sealed record CartParts(
    [property: Id(0)] Guid CartId,
    [property: Id(1)] string ShopperId,
    [property: Id(2)] bool MustHold,
    [property: Id(3)] CartParts.Part[] Parts)
{
    /// <summary>Until when they may be taken, 0 for ever: see <see cref="CallDeadline"/>.</summary>
    [Id(4)]
    public long NotAfter { get; init; }

    /// <summary>Until when the earlier calls for the same may be carried out.</summary>
    [Id(5)]
    public long EarlierNotAfter { get; init; }

    /// <summary>Packs what is to be taken.</summary>
    public static CartParts Pack(CartTake take) => new(take.CartId, take.ShopperId, take.MustHold, [.. take.Parts.Select(part =>
        new Part(part.ProductId, part.Epoch, part.OrderId, part.Quantity, part.Amount, part.IsBundle))])
    {
        NotAfter = take.Deadline?.NotAfter ?? 0,
        EarlierNotAfter = take.Deadline?.EarlierNotAfter ?? 0,
    };

    /// <summary>What is to be taken.</summary>
    public CartTake Unpack() => new(CartId, ShopperId, MustHold, [.. Parts.Select(part => new CartPart
    {
        ProductId = part.ProductId,
        Epoch = part.Epoch,
        OrderId = part.OrderId,
        Quantity = part.Quantity,
        Amount = part.Amount,
        IsBundle = part.IsBundle,
    })], NotAfter == 0 ? null : new CallDeadline(NotAfter, EarlierNotAfter));

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
