using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Live;

public sealed class StockAnnouncerTests
{
    private readonly Journal journal = new();
    private readonly ManualTimeProvider time = new();
    private readonly StandInNews news;
    private readonly StockAnnouncer announcer;

    public StockAnnouncerTests()
    {
        news = new(journal);
        announcer = new(news, time, NullLogger<StockAnnouncer>.Instance);
    }

    [Fact]
    public async Task The_first_change_goes_at_once_and_of_those_that_follow_the_latest_after_100_ms()
    {
        announcer.Announce(Level(1));
        await RestsAsync();
        announcer.Announce(Level(2));
        announcer.Announce(Level(3));
        Assert.Equal(["news phone 7.1 99 Open"], journal.Lines);

        time.Advance(100);
        await RestsAsync();
        Assert.Equal(["news phone 7.1 99 Open", "news phone 7.3 97 Open"], journal.Lines);
    }

    [Fact]
    public async Task After_a_quiet_time_a_change_goes_at_once_again()
    {
        announcer.Announce(Level(1));
        await RestsAsync();
        time.Advance(100);
        announcer.Announce(Level(2));
        await journal.ReadsAsync("news phone 7.2 98 Open");
    }

    [Fact]
    public async Task What_is_not_later_is_passed_over()
    {
        announcer.Announce(Level(5));
        await RestsAsync();
        announcer.Announce(Level(4));
        announcer.Announce(Level(9) with { Epoch = Epoch - 1 });
        announcer.Announce(Level(5));
        time.Advance(100);
        announcer.Announce(Level(6));
        await journal.ReadsAsync("news phone 7.6 94 Open");
        Assert.Equal(2, journal.Lines.Count);
    }

    [Fact]
    public async Task Lost_news_keep_nobody_from_hearing_the_next()
    {
        news.IsAway = true;
        announcer.Announce(Level(1));
        await RestsAsync();
        news.IsAway = false;
        announcer.Announce(Level(2));
        time.Advance(100);
        await journal.ReadsAsync("news phone 7.2 98 Open");
    }

    [Fact]
    public async Task Products_do_not_wait_for_each_other()
    {
        announcer.Announce(Level(1));
        await RestsAsync();
        announcer.Announce(Level(1) with { ProductId = "tablet" });
        await journal.ReadsAsync("news tablet 7.1 99 Open");
    }

    [Fact]
    public async Task It_publishes_where_it_is_told_to()
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var seen = new SchedulerWatch();
        new StockAnnouncer(seen, time, NullLogger<StockAnnouncer>.Instance, scheduler).Announce(Level(1));
        Assert.Same(scheduler, await seen.Publishing.Within("the news"));

        seen = new();
        new StockAnnouncer(seen, time, NullLogger<StockAnnouncer>.Instance).Announce(Level(1));
        Assert.Same(TaskScheduler.Default, await seen.Publishing.Within("the news on the thread pool"));
    }

    private static StockLevel Level(int sold) => new(Product, Epoch, sold, 100 - sold, SaleState.Open);

    private async Task RestsAsync() => Assert.Equal(TimeSpan.FromMilliseconds(100), await time.NextTimerAsync("the pause after news"));

    private sealed class SchedulerWatch : IStockNews
    {
        private readonly TaskCompletionSource<TaskScheduler> publishing = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TaskScheduler> Publishing => publishing.Task;

        public Task PublishAsync(StockLevel level)
        {
            publishing.SetResult(TaskScheduler.Current);
            return Task.CompletedTask;
        }
    }
}
