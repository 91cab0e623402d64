using FlashFlow.Core.Buying;
using FlashFlow.Core.Carts;

namespace FlashFlow.Grains;

/// <summary>A <see cref="CartReply"/> on its way.</summary>
[GenerateSerializer, Immutable, Alias("FlashFlow.CartTaken")]
public sealed record CartTaken(
    [property: Id(0)] byte Outcome,
    [property: Id(1)] int Refused,
    [property: Id(2)] OperationReplies[] Parts)
{
    /// <summary>Packs a reply.</summary>
    public static CartTaken Pack(CartReply reply) => new((byte)reply.Outcome, reply.Refused, [.. reply.Parts.Select(OperationReplies.Pack)]);

    /// <summary>The reply, without what stays in the silo.</summary>
    public CartReply Unpack() => new((OrderOutcome)Outcome, Refused, [.. Parts.Select(part => part.Unpack())]);
}
