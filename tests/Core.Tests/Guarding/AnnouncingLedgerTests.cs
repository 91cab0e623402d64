using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Guarding;

public sealed class AnnouncingLedgerTests
{
    private readonly Journal journal = new();
    private readonly StandInStockLedger ledger = new();
    private readonly OutboxRelay relay;
    private readonly AnnouncingLedger announcing;

    public AnnouncingLedgerTests()
    {
        relay = new(new StandInPublisher(journal), new(TimeProvider.System), new() { LingerMilliseconds = 0 }, TimeProvider.System, NullLogger<OutboxRelay>.Instance);
        var announcer = new StockAnnouncer(new StandInNews(journal), new ManualTimeProvider(), NullLogger<StockAnnouncer>.Instance);
        announcing = new(ledger, relay, announcer);
    }

    [Fact]
    public async Task What_was_accepted_goes_to_the_broker()
    {
        var relaying = relay.RunAsync(CancellationToken.None);
        var buy = announcing.DecideAsync(Product, HighWaterMark.None, [Buy()]);
        (await ledger.NextCallAsync()).Accept();
        await buy.Within("the buy");
        await journal.ReadsAsync("confirm 7-1");

        relay.Complete();
        await relaying.Within("the relay's end");
        Assert.Equal(["publish 7-1", "confirm 7-1"], journal.Lines.Where(line => !line.StartsWith("news", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_left_goes_to_whoever_watches()
    {
        var buy = announcing.DecideAsync(Product, HighWaterMark.None, [Buy()]);
        (await ledger.NextCallAsync()).Accept();
        await buy.Within("the buy");
        await journal.ReadsAsync("news phone 7.1 99 Open");
    }

    [Fact]
    public async Task A_silent_ledger_announces_nothing()
    {
        var buy = announcing.DecideAsync(Product, HighWaterMark.None, [Buy()]);
        (await ledger.NextCallAsync()).StaySilent();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => buy.Within("the buy"));
        Assert.Empty(journal.Lines);
    }
}
