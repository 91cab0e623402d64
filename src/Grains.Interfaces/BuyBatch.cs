using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Grains;

/// <summary>Buys of one product that gathered at one front, in columns.</summary>
[GenerateSerializer, Immutable, Alias("FlashFlow.BuyBatch")]
public sealed record BuyBatch
{
    /// <summary>The latest sale the front knows of (G7).</summary>
    [Id(0)]
    public required long KnownEpoch { get; init; }

    /// <summary>The last position in it that the front knows of.</summary>
    [Id(1)]
    public required long KnownPosition { get; init; }

    /// <summary>The order ids.</summary>
    [Id(2)]
    public required Guid[] OrderIds { get; init; }

    /// <summary>Who buys, per order; empty for an anonymous shopper.</summary>
    [Id(3)]
    public required string[] ShopperIds { get; init; }

    /// <summary>Units wanted, per order.</summary>
    [Id(4)]
    public required int[] Quantities { get; init; }

    /// <summary>The sale under which the order id was named, per order; 0 when it holds for any.</summary>
    [Id(5)]
    public required long[] Epochs { get; init; }

    /// <summary>Whether the order may have been accepted before, per order.</summary>
    [Id(6)]
    public required bool[] MayBeReplays { get; init; }

    /// <summary>W3C trace context of the batch, null when it is not traced.</summary>
    [Id(7)]
    public string? TraceParent { get; init; }

    /// <summary>How many buys.</summary>
    public int Count => OrderIds.Length;

    /// <summary>How far the front knows that the ledger has come.</summary>
    public HighWaterMark Known => new(KnownEpoch, KnownPosition);

    /// <summary>The buys, in their order.</summary>
    public IReadOnlyList<BuyRequest> Unpack()
    {
        var buys = new BuyRequest[Count];
        for (var i = 0; i < buys.Length; i++)
            buys[i] = BuyAt(i);
        return buys;
    }

    /// <summary>Packs buys into columns.</summary>
    public static BuyBatch Pack(HighWaterMark known, IReadOnlyList<BuyRequest> buys, string? traceParent) => new()
    {
        KnownEpoch = known.Epoch,
        KnownPosition = known.Position,
        OrderIds = [.. buys.Select(buy => buy.OrderId)],
        ShopperIds = [.. buys.Select(buy => buy.ShopperId)],
        Quantities = [.. buys.Select(buy => buy.Quantity)],
        Epochs = [.. buys.Select(buy => buy.Epoch)],
        MayBeReplays = [.. buys.Select(buy => buy.MayBeReplay)],
        TraceParent = traceParent,
    };

    private BuyRequest BuyAt(int index) =>
        new(OrderIds[index], ShopperIds[index], Quantities[index], Epochs[index], MayBeReplays[index], index == 0 ? TraceParent : null);
}
