using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Sales;

public sealed class SaleRecordTests
{
    [Fact]
    public void A_long_history_keeps_its_start_and_its_latest_changes()
    {
        var record = new SaleRecord(Epoch, Sale().Definition, SaleState.Open, []);
        for (var i = 0; i < SaleRecord.MaxHistory + 2; i++)
            record = record.With(new(DateTimeOffset.UnixEpoch.AddSeconds(i), "ada", i == 0 ? "started" : "restocked", i));

        Assert.Equal(SaleRecord.MaxHistory, record.History.Count);
        Assert.Equal([0, 3, 4], record.History.Take(3).Select(change => change.Units));
        Assert.Equal(SaleRecord.MaxHistory + 1, record.History[^1].Units);
    }
}
