namespace FlashFlow.Core.Draining;

/// <summary>One message as the broker delivered it.</summary>
public sealed class Delivery
{
    private readonly List<OrderBatch> batches = [];
    private readonly List<TransitionBatch> transitions = [];
    private readonly List<Defect> defects = [];

    /// <param name="body">The <see cref="OrderMessage"/>, owned by this delivery.</param>
    /// <param name="acknowledgeThrough">Tells the broker that this delivery and all before it on its channel are done with.</param>
    /// <param name="traceParent">W3C trace context of the publisher, null when it is not traced.</param>
    /// <param name="past">What it has behind it when it is a dead letter replayed.</param>
    public Delivery(ReadOnlyMemory<byte> body, Func<ValueTask> acknowledgeThrough, string? traceParent = null, PastAttempts past = default)
    {
        AcknowledgeThrough = acknowledgeThrough;
        TraceParent = traceParent;
        Past = past;
        foreach (var line in OrderMessage.Lines(body))
            Read(line);

        // A message without a single batch is none of ours: it is kept as it came.
        if (batches.Count + transitions.Count == 0)
            defects = [new(body, defects[0].Reason)];
    }

    /// <summary>Its batches of orders.</summary>
    public IReadOnlyList<OrderBatch> Batches => batches;

    /// <summary>Its batches of transitions.</summary>
    public IReadOnlyList<TransitionBatch> Transitions => transitions;

    /// <summary>What in it is a batch of neither, and why.</summary>
    public IReadOnlyList<Defect> Defects => defects;

    /// <summary>Acknowledges this delivery and all before it on its channel. Does nothing when the channel is gone: the broker delivers again.</summary>
    public Func<ValueTask> AcknowledgeThrough { get; }

    /// <summary>W3C trace context of the publisher.</summary>
    public string? TraceParent { get; }

    /// <summary>What it has behind it when it is a dead letter replayed.</summary>
    public PastAttempts Past { get; }

    private void Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            if (TransitionBatch.IsMeantBy(line.Span))
                transitions.Add(TransitionBatch.Parse(line.Span));
            else
                batches.Add(OrderBatch.Parse(line.Span));
        }
        catch (FormatException failure)
        {
            defects.Add(new(line, failure.Message));
        }
    }
}
