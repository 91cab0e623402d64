using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Grains;

/// <summary>The answers to a <see cref="BuyBatch"/>, in its order and in columns.</summary>
[GenerateSerializer, Immutable, Alias("FlashFlow.BuyReplies")]
public sealed record BuyReplies
{
    /// <summary>A <see cref="BuyOutcome"/> per buy.</summary>
    [Id(0)]
    public required byte[] Outcomes { get; init; }

    /// <summary>The sale that answered, per buy.</summary>
    [Id(1)]
    public required long[] Epochs { get; init; }

    /// <summary>The order's place in its sale, per buy.</summary>
    [Id(2)]
    public required long[] Positions { get; init; }

    /// <summary>The latest sale that the guard knows of.</summary>
    [Id(3)]
    public required long KnownEpoch { get; init; }

    /// <summary>The last position in it that the guard knows of.</summary>
    [Id(4)]
    public required long KnownPosition { get; init; }

    /// <summary>An open sale with nothing left.</summary>
    [Id(5)]
    public required bool IsSoldOut { get; init; }

    /// <summary>Packs a reply into columns.</summary>
    public static BuyReplies Pack(LedgerReply reply) => new()
    {
        Outcomes = [.. reply.Results.Select(result => (byte)result.Outcome)],
        Epochs = [.. reply.Results.Select(result => result.Epoch)],
        Positions = [.. reply.Results.Select(result => result.Position)],
        KnownEpoch = reply.Mark.Epoch,
        KnownPosition = reply.Mark.Position,
        IsSoldOut = reply.IsSoldOut,
    };

    /// <summary>The reply, without what stays in the silo.</summary>
    public LedgerReply Unpack()
    {
        var results = new BuyResult[Outcomes.Length];
        for (var i = 0; i < results.Length; i++)
            results[i] = new((BuyOutcome)Outcomes[i], Epochs[i], Positions[i]);
        return new(results, new(KnownEpoch, KnownPosition), IsSoldOut, IsSuspended: Array.Exists(results, result => result.Outcome == BuyOutcome.Suspended));
    }
}
