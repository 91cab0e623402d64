using FlashFlow.Core.Draining;

namespace FlashFlow.Core.Outbox;

/// <summary>Numbers of transitions of one sale that follow each other.</summary>
/// <param name="Epoch">The sale.</param>
/// <param name="First">The first of them, at least 1.</param>
/// <param name="Last">The last of them.</param>
public readonly record struct SeqRange(long Epoch, long First, long Last)
{
    /// <summary>The numbers in an entry of the outbox; null where a line of it cannot be read.</summary>
    public static SeqRange? In(ReadOnlyMemory<byte> body)
    {
        SeqRange? all = null;
        foreach (var line in OrderMessage.Lines(body))
        {
            if (InLine(line.Span) is not { } found)
                return null;
            all = all is { } before ? new(found.Epoch, Math.Min(before.First, found.First), Math.Max(before.Last, found.Last)) : found;
        }

        return all;
    }

    /// <summary>Whether all of these are among them.</summary>
    public bool Contains(SeqRange others) => Epoch == others.Epoch && First <= others.First && others.Last <= Last;

    /// <summary>Both, where <paramref name="next"/> goes on where these end; otherwise null.</summary>
    public SeqRange? Join(SeqRange next) => next.Epoch == Epoch && next.First == Last + 1 ? this with { Last = next.Last } : null;

    private static SeqRange? InLine(ReadOnlySpan<byte> line)
    {
        if (TransitionBatch.IsMeantBy(line))
            return TransitionBatch.TryParse(line) is { } transitions ? Of(transitions.Epoch, transitions.FirstSeq, transitions.Count) : null;
        return OrderBatch.TryParse(line) is { } orders ? Of(orders.Epoch, orders.FirstPosition, orders.Count) : null;
    }

    private static SeqRange Of(long epoch, long first, int count) => new(epoch, first, first + count - 1);
}
