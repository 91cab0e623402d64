namespace FlashFlow.Core.Tests.StandIns;

/// <summary>The way to the fronts, where the test reads what passes.</summary>
public sealed class StandInNews(Journal journal) : IStockNews
{
    public bool IsAway { get; set; }

    public Task PublishAsync(StockLevel level)
    {
        journal.Write($"news {level.ProductId} {level.Epoch}.{level.Version} {level.Remaining} {level.State}");
        return IsAway ? Task.FromException(new LedgerUnavailableException("no answer in time")) : Task.CompletedTask;
    }
}
