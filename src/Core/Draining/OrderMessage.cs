using FlashFlow.Core.Outbox;

namespace FlashFlow.Core.Draining;

/// <summary>
/// What travels through the broker: the lines of several outbox entries, each an <see cref="OrderBatch"/> or a <see cref="TransitionBatch"/> as JSON
/// (<see href="https://jsonlines.org">JSON Lines</see>). A message costs the broker much more than a line does.
/// </summary>
public static class OrderMessage
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>Joins the entries' batches, in their order, to one message.</summary>
    public static ReadOnlyMemory<byte> Join(IReadOnlyList<OutboxEntry> entries)
    {
        if (entries.Count == 1)
            return entries[0].Body;

        var message = new byte[entries.Sum(entry => entry.Body.Length) + entries.Count - 1];
        var length = 0;
        foreach (var entry in entries)
        {
            if (length > 0)
                message[length++] = LineEnd;
            entry.Body.Span.CopyTo(message.AsSpan(length));
            length += entry.Body.Length;
        }

        return message;
    }

    /// <summary>The batches of orders in a message; lines that are none are passed over.</summary>
    public static IEnumerable<OrderBatch> Batches(ReadOnlyMemory<byte> message)
    {
        foreach (var line in Lines(message))
            if (!TransitionBatch.IsMeantBy(line.Span) && OrderBatch.TryParse(line.Span) is { } batch)
                yield return batch;
    }

    /// <summary>The batches of transitions in a message; lines that are none are passed over.</summary>
    public static IEnumerable<TransitionBatch> Transitions(ReadOnlyMemory<byte> message)
    {
        foreach (var line in Lines(message))
            if (TransitionBatch.IsMeantBy(line.Span) && TransitionBatch.TryParse(line.Span) is { } batch)
                yield return batch;
    }

    /// <summary>The lines of a message; an empty message is one empty line.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> message)
    {
        for (var end = message.Span.IndexOf(LineEnd); end >= 0; end = message.Span.IndexOf(LineEnd))
        {
            yield return message[..end];
            message = message[(end + 1)..];
        }

        yield return message;
    }
}
