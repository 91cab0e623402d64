namespace FlashFlow.Core.Tests.StandIns;

/// <summary>A store that refuses orders of no units, and that can be away for some tries.</summary>
public sealed class StandInOrderStore(Journal journal) : IOrderStore
{
    /// <summary>How many tries from now on find it away.</summary>
    public int AwayFor { get; set; }

    public Task StoreAsync(IReadOnlyList<OrderBatch> batches, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var positions = string.Join(' ', batches.Select(Positions));
        if (AwayFor > 0)
        {
            AwayFor--;
            journal.Write($"away {positions}");
            throw new StoreUnavailableException("no connection", new IOException());
        }

        if (batches.Any(batch => batch.Quantities.Contains(0)))
        {
            journal.Write($"refuse {positions}");
            throw new OrderRejectedException("an order of 0 units", new InvalidDataException());
        }

        journal.Write($"commit {positions}");
        return Task.CompletedTask;
    }

    private static string Positions(OrderBatch batch) =>
        batch.Count == 1 ? $"{batch.FirstPosition}" : $"{batch.FirstPosition}-{batch.FirstPosition + batch.Count - 1}";
}
