namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>A transition after an order's first, or of a sale.</summary>
internal sealed record TransitionRow(long Epoch, long Seq, Transition What)
{
    /// <summary>Those of a batch.</summary>
    public static IEnumerable<TransitionRow> Of(TransitionBatch batch) =>
        batch.Events.Select((transition, i) => new TransitionRow(batch.Epoch, batch.FirstSeq + i, transition));
}
