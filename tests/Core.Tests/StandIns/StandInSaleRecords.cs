namespace FlashFlow.Core.Tests.StandIns;

/// <summary>Records in memory.</summary>
public sealed class StandInSaleRecords : ISaleRecords
{
    public Dictionary<string, SaleRecord> Records { get; } = [];

    public bool IsAway { get; set; }

    public Task<SaleRecord?> FindAsync(string productId) => Task.FromResult(Records.GetValueOrDefault(productId));

    public Task ChangeAsync(string productId, Func<SaleRecord?, SaleRecord?> change)
    {
        if (IsAway)
            throw new SaleStoreUnavailableException("no answer", new TimeoutException());
        if (change(Records.GetValueOrDefault(productId)) is { } changed)
            Records[productId] = changed;
        return Task.CompletedTask;
    }
}
