namespace FlashFlow.Core.Draining;

/// <summary>One message as the broker delivered it.</summary>
public sealed class Delivery
{
    /// <param name="body">The message, owned by this delivery.</param>
    /// <param name="acknowledgeThrough">Tells the broker that this delivery and all before it on its channel are done with.</param>
    /// <param name="traceParent">W3C trace context of the publisher, null when it is not traced.</param>
    public Delivery(ReadOnlyMemory<byte> body, Func<ValueTask> acknowledgeThrough, string? traceParent = null)
    {
        Body = body;
        AcknowledgeThrough = acknowledgeThrough;
        TraceParent = traceParent;
        try
        {
            Batch = OrderBatch.Parse(body.Span);
        }
        catch (FormatException failure)
        {
            Defect = failure.Message;
        }
    }

    /// <summary>The message.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Its orders; null when it has a <see cref="Defect"/>.</summary>
    public OrderBatch? Batch { get; }

    /// <summary>Why it is no batch of orders; null when it is one.</summary>
    public string? Defect { get; }

    /// <summary>Acknowledges this delivery and all before it on its channel. Does nothing when the channel is gone: the broker delivers again.</summary>
    public Func<ValueTask> AcknowledgeThrough { get; }

    /// <summary>W3C trace context of the publisher.</summary>
    public string? TraceParent { get; }
}
