using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Grains;

/// <summary>The answers to a <see cref="OperationBatch"/>, one after the other in one buffer as the buys are.</summary>
[GenerateSerializer, Immutable, Alias("FlashFlow.BuyReplies")]
public sealed record OperationReplies
{
    private const byte HasPosition = 0x80;
    private const byte HasEpoch = 0x40; // Another one than the latest that is known.
    private const byte HasState = 0x20;

    /// <summary>How many answers.</summary>
    [Id(0)]
    public required int Count { get; init; }

    /// <summary>The answers, in the order of the buys.</summary>
    [Id(1)]
    public required byte[] Answers { get; init; }

    /// <summary>The latest sale that the guard knows of.</summary>
    [Id(2)]
    public required long KnownEpoch { get; init; }

    /// <summary>The last transition in it that the guard knows of.</summary>
    [Id(3)]
    public required long KnownSeq { get; init; }

    /// <summary>An open sale with nothing left.</summary>
    [Id(4)]
    public required bool IsSoldOut { get; init; }

    /// <summary>The ledger's clock when it answered last, in Unix milliseconds; 0 where a silo does not say it.</summary>
    [Id(5)]
    public long Now { get; init; }

    /// <summary>Packs a reply.</summary>
    public static OperationReplies Pack(LedgerReply reply)
    {
        using var buffer = new MemoryStream(reply.Results.Count * 8);
        using var writer = new BinaryWriter(buffer);
        foreach (var result in reply.Results)
        {
            var isOfAnother = result.Epoch != reply.Mark.Epoch;
            writer.Write((byte)(
                (byte)result.Outcome
                | (isOfAnother ? HasEpoch : 0)
                | (result.Position != 0 ? HasPosition : 0)
                | (result.State is not null ? HasState : 0)));
            if (isOfAnother)
                writer.Write7BitEncodedInt64(result.Epoch);
            if (result.Position != 0)
                writer.Write7BitEncodedInt64(result.Position);
            if (result.State is not null)
                writer.Write(result.State);
        }

        return new()
        {
            Count = reply.Results.Count,
            Answers = buffer.ToArray(),
            KnownEpoch = reply.Mark.Epoch,
            KnownSeq = reply.Mark.Seq,
            IsSoldOut = reply.IsSoldOut,
            Now = reply.Now,
        };
    }

    /// <summary>The reply, without what stays in the silo.</summary>
    public LedgerReply Unpack()
    {
        using var reader = new BinaryReader(new MemoryStream(Answers, writable: false));
        var results = new OrderResult[Count];
        for (var i = 0; i < results.Length; i++)
        {
            var first = reader.ReadByte();
            var epoch = (first & HasEpoch) != 0 ? reader.Read7BitEncodedInt64() : KnownEpoch;
            var position = (first & HasPosition) != 0 ? reader.Read7BitEncodedInt64() : 0;
            var state = (first & HasState) != 0 ? reader.ReadState() : null;
            results[i] = new((OrderOutcome)(first & ~(HasEpoch | HasPosition | HasState)), epoch, position, state);
        }

        return new(
            results, new(KnownEpoch, KnownSeq), IsSoldOut, IsSuspended: Array.Exists(results, result => result.Outcome == OrderOutcome.Suspended), Now: Now);
    }
}
