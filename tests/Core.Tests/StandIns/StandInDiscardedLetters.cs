using System.Text;

namespace FlashFlow.Core.Tests.StandIns;

/// <summary>A store of discarded letters that can be away.</summary>
public sealed class StandInDiscardedLetters(Journal journal) : IDiscardedLetters
{
    public bool IsAway { get; set; }

    public Task AddAsync(DeadLetter letter, IReadOnlyList<OrderBatch> orders, string by, CancellationToken cancellation)
    {
        if (IsAway)
            throw new SaleStoreUnavailableException("no connection", new IOException());
        journal.Write($"keep {Encoding.UTF8.GetString(letter.Body.Span)} with {orders.Sum(batch => batch.Count)} orders, by {by}");
        return Task.CompletedTask;
    }
}
