using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Grains;

/// <summary>Operations on the orders of one product that gathered at one front.</summary>
/// <remarks>
/// A field of its own for each would cost the serializer more than the buys do, so they lie one after the other in one buffer: a byte that
/// says what follows, the order id, and the rest only where it is not what it mostly is.
/// </remarks>
[GenerateSerializer, Immutable, Alias("FlashFlow.BuyBatch")]
public sealed record OperationBatch
{
    /// <summary>The latest sale the front knows of (G7).</summary>
    [Id(0)]
    public required long KnownEpoch { get; init; }

    /// <summary>The last transition in it that the front knows of.</summary>
    [Id(1)]
    public required long KnownSeq { get; init; }

    /// <summary>How many operations.</summary>
    [Id(2)]
    public required int Count { get; init; }

    /// <summary>The operations, in their order.</summary>
    [Id(3)]
    public required byte[] Buys { get; init; }

    /// <summary>W3C trace context of the batch, null when it is not traced.</summary>
    [Id(4)]
    public string? TraceParent { get; init; }

    /// <summary>Until when it may be carried out, 0 for ever: see <see cref="CallDeadline"/>.</summary>
    [Id(5)]
    public long NotAfter { get; init; }

    /// <summary>Until when the earlier calls for the same may be.</summary>
    [Id(6)]
    public long EarlierNotAfter { get; init; }

    /// <summary>How far the front knows that the ledger has come.</summary>
    public HighWaterMark Known => new(KnownEpoch, KnownSeq);

    /// <summary>Packs operations, which have one deadline.</summary>
    public static OperationBatch Pack(HighWaterMark known, IReadOnlyList<OrderOperation> buys, string? traceParent)
    {
        using var buffer = new MemoryStream(buys.Count * 32);
        using var writer = new BinaryWriter(buffer);
        foreach (var buy in buys)
            Write(writer, buy);
        return new()
        {
            KnownEpoch = known.Epoch,
            KnownSeq = known.Seq,
            Count = buys.Count,
            Buys = buffer.ToArray(),
            TraceParent = traceParent,
            NotAfter = buys[0].Deadline?.NotAfter ?? 0,
            EarlierNotAfter = buys[0].Deadline?.EarlierNotAfter ?? 0,
        };
    }

    /// <summary>The operations, in their order.</summary>
    public IReadOnlyList<OrderOperation> Unpack()
    {
        using var reader = new BinaryReader(new MemoryStream(Buys, writable: false));
        var buys = new OrderOperation[Count];
        var deadline = NotAfter == 0 ? null : new CallDeadline(NotAfter, EarlierNotAfter);
        for (var i = 0; i < buys.Length; i++)
            buys[i] = Read(reader, i == 0 ? TraceParent : null) with { Deadline = deadline };
        return buys;
    }

    private static void Write(BinaryWriter writer, in OrderOperation buy)
    {
        var has = (buy.ShopperId.Length > 0 ? Has.Shopper : 0)
            | (buy.Quantity != 1 ? Has.Quantity : 0)
            | (buy.Epoch != 0 ? Has.Epoch : 0)
            | (buy.MayBeReplay ? Has.EarlierTry : 0)
            | (buy.Change is not null ? Has.Change : 0)
            | (buy.Place != 0 ? Has.Place : 0);
        Span<byte> id = stackalloc byte[16];
        buy.OrderId.TryWriteBytes(id);
        writer.Write((byte)has);
        writer.Write(id);
        if (has.HasFlag(Has.Shopper))
            writer.Write(buy.ShopperId);
        if (has.HasFlag(Has.Quantity))
            writer.Write7BitEncodedInt(buy.Quantity);
        if (has.HasFlag(Has.Epoch))
            writer.Write7BitEncodedInt64(buy.Epoch);
        if (buy.Change is not null)
            writer.Write(buy.Change);
        if (has.HasFlag(Has.Place))
            writer.Write7BitEncodedInt64(buy.Place);
    }

    private static OrderOperation Read(BinaryReader reader, string? traceParent)
    {
        var has = (Has)reader.ReadByte();
        Span<byte> id = stackalloc byte[16];
        reader.BaseStream.ReadExactly(id);
        return new(
            new(id),
            has.HasFlag(Has.Shopper) ? reader.ReadString() : "",
            has.HasFlag(Has.Quantity) ? reader.Read7BitEncodedInt() : 1,
            has.HasFlag(Has.Epoch) ? reader.Read7BitEncodedInt64() : 0,
            has.HasFlag(Has.EarlierTry),
            traceParent,
            has.HasFlag(Has.Change) ? reader.ReadChange() : null,
            has.HasFlag(Has.Place) ? reader.Read7BitEncodedInt64() : 0);
    }

    /// <summary>What follows an order id, in this order.</summary>
    [Flags]
    private enum Has : byte
    {
        Shopper = 1,
        Quantity = 2,
        Epoch = 4,

        /// <summary>Nothing follows: the order may have been accepted before.</summary>
        EarlierTry = 8,
        Change = 16,
        Place = 32,
    }
}
