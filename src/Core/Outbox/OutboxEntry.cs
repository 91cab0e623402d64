namespace FlashFlow.Core.Outbox;

/// <summary>The accepted orders of one batch, as the ledger laid them into the outbox and as they go to the broker.</summary>
/// <param name="ProductId">The product whose outbox it lies in.</param>
/// <param name="Id">Its id there.</param>
/// <param name="Body">An <see cref="Draining.OrderBatch"/> as JSON.</param>
/// <param name="TraceParent">W3C trace context of the batch, null when it is not traced.</param>
public sealed record OutboxEntry(string ProductId, string Id, ReadOnlyMemory<byte> Body, string? TraceParent = null)
{
    /// <summary>The numbers of the transitions in it, where the ledger has told them beside it.</summary>
    public SeqRange? Numbers { get; init; }

    /// <summary>The numbers of the transitions in it; null where a line of it cannot be read.</summary>
    public SeqRange? FindNumbers() => Numbers ?? SeqRange.In(Body);
}
