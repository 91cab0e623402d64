namespace FlashFlow.Core.Tests.Sales;

public sealed class SuspensionTests
{
    [Theory]
    [InlineData(0, 0, "the ledger has lost sale 7, which had come to transition 40")]
    [InlineData(7, 39, "the ledger of sale 7 is back at transition 39, and 40 had happened")]
    [InlineData(6, 90, "the ledger is back at sale 6, and sale 7 had begun")]
    public void Says_what_was_lost(long epoch, long position, string reason) =>
        Assert.Equal(reason, new Suspension(new(7, 40), new(epoch, position), default).Reason);

    [Fact]
    public void A_suspended_sale_is_neither_open_nor_sold_out()
    {
        var sale = StandIns.Samples.Sale() with { Remaining = 0, Suspension = new(new(7, 40), new(7, 39), default) };
        Assert.Equal("suspended", sale.Availability(DateTimeOffset.UnixEpoch));
    }
}
