using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Guarding;

public sealed class LedgerWatchTests
{
    private static readonly Suspension Lost = new(new(Epoch, 40), HighWaterMark.None, default);

    private readonly Journal journal = new();
    private readonly StandInSaleLedger sales;
    private readonly StandInSaleStore store = new(new());
    private readonly ManualTimeProvider time = new();
    private readonly RecordingLogger<LedgerWatch> log = new();
    private readonly StandInStockLedger ledger = new();
    private readonly AnnouncingLedger heard;
    private readonly LedgerWatch watch;

    public LedgerWatchTests()
    {
        sales = new(journal);
        var relay = new OutboxRelay(new StandInPublisher(journal), new(time), new(), time, NullLogger<OutboxRelay>.Instance);
        heard = new(ledger, relay, new(new StandInNews(journal), time, NullLogger<StockAnnouncer>.Instance));
        watch = new(sales, store, heard, new(), time, log);
    }

    [Fact]
    public async Task Every_product_that_store_or_ledger_know_is_held_against_what_is_stored()
    {
        store.Marks["lost"] = new(Epoch, 40);
        sales.Sales["fresh"] = Sale("fresh");
        await CheckAsync();
        Assert.Equal(["compare fresh with 0:0", $"compare lost with {Epoch}:40"], Comparisons);
        Assert.Empty(watch.Suspended);
        Assert.Empty(log.Levels);
    }

    [Fact]
    public async Task G7_a_product_is_held_against_what_this_process_was_told_where_that_is_further()
    {
        store.Marks[Product] = new(Epoch, 40);
        var buy = heard.DecideAsync(Product, HighWaterMark.None, [Buy()]);
        (await ledger.NextCallAsync()).Return(new([new(OrderOutcome.SoldOut)], new(Epoch, 41), IsSoldOut: true));
        await buy.Within("the buy");

        await CheckAsync();

        Assert.Equal([$"compare {Product} with {Epoch}:41"], Comparisons);
    }

    [Fact]
    public async Task G7_a_suspended_product_is_told_once_and_told_again_when_it_is_over()
    {
        store.Marks[Product] = new(Epoch, 40);
        sales.Suspensions[Product] = Lost;
        await CheckAsync();
        Assert.Equal([LogLevel.Critical], log.Levels);
        await CheckAsync();
        Assert.Equal(Lost.Reason, watch.Suspended[Product]);
        Assert.Equal([LogLevel.Critical], log.Levels);
        Assert.Equal("phone is suspended: the ledger has lost sale 7, which had come to transition 40", log.Messages[0]);

        sales.Suspensions.Clear();
        await CheckAsync();
        Assert.Empty(watch.Suspended);
        Assert.Equal([LogLevel.Critical, LogLevel.Information], log.Levels);
    }

    [Fact]
    public async Task G7_a_product_that_is_gone_from_the_ledger_is_listed_again_once_so_that_operators_see_what_is_lost()
    {
        store.Marks[Product] = new(Epoch, 40);
        sales.Suspensions[Product] = Lost;
        await CheckAsync();
        await CheckAsync();
        Assert.Single(journal.Lines, line => line == $"list {Product} {Epoch}");
    }

    [Fact]
    public async Task An_archived_product_is_watched_only_while_the_ledger_lists_it()
    {
        store.Marks["gone"] = store.Marks["listed"] = new(Epoch, 40);
        store.Archived.UnionWith(["gone", "listed"]);
        sales.Sales["listed"] = Sale("listed") with { State = SaleState.Archived };
        await CheckAsync();
        Assert.Empty(watch.Suspended);
        Assert.Equal([$"compare listed with {Epoch}:40"], Comparisons);
        Assert.DoesNotContain(journal.Lines, line => line.Contains("gone", StringComparison.Ordinal)); // Nobody looks for the others one by one.
    }

    [Fact]
    public async Task An_active_product_is_compared_at_each_check_and_one_at_rest_when_its_turn_comes()
    {
        sales.Sales["busy"] = Sale("busy");
        foreach (var id in new[] { "a", "b", "c" })
        {
            sales.Sales[id] = Sale(id);
            sales.AtRest.Add(id);
        }

        Assert.Equal(["a", "b", "busy", "c"], await ComparedAsync());
        time.Advance(29_999);
        Assert.Equal(["busy"], await ComparedAsync());
        time.Advance(1);
        var inTurn = new List<string>();
        for (var i = 0; i < 4; i++)
            inTurn.AddRange(await ComparedAsync());
        Assert.Equal(["a", "b", "busy", "c"], inTurn.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["busy"], await ComparedAsync());
    }

    [Fact]
    public async Task G7_a_ledger_that_is_another_is_compared_whole_at_once()
    {
        await CheckAsync();
        store.Marks[Product] = new(Epoch, 40);
        Assert.Empty(await ComparedAsync());

        sales.Identity = "restarted";
        store.IsAway = true;
        await Assert.ThrowsAsync<SaleStoreUnavailableException>(CheckAsync);
        store.IsAway = false;
        Assert.Equal([Product], await ComparedAsync()); // A check that failed is none.
    }

    [Fact]
    public async Task G3_what_waits_of_a_product_at_rest_is_found_when_its_turn_comes()
    {
        await CheckAsync();
        sales.Sales[Product] = Sale();
        sales.AtRest.Add(Product);
        sales.Unrecorded[Product] = [new("1-1", Epoch, new(DateTimeOffset.UnixEpoch, "somebody", "paused"))];
        await CheckAsync();
        Assert.Contains(Product, sales.AtRest);

        time.Advance(30_000);
        await CheckAsync();
        Assert.Empty(sales.AtRest);
    }

    // The list of products lies beside the ledger; Redis may lose it alone.
    [Fact]
    public async Task G3_a_product_on_sale_that_is_missing_in_the_list_is_put_there_again()
    {
        store.Products.UnionWith([Product, "never-opened"]);
        sales.Sales[Product] = Sale();
        sales.Unlisted.Add(Product);

        await watch.CheckAsync(CancellationToken.None).Within("the check");

        Assert.Empty(sales.Unlisted);
        Assert.Equal([LogLevel.Warning], log.Levels);
    }

    [Fact]
    public async Task A_check_that_fails_is_made_again_after_the_interval()
    {
        using var stop = new CancellationTokenSource();
        store.IsAway = true;
        store.Marks[Product] = new(Epoch, 40);
        var run = watch.RunAsync(stop.Token);
        await time.NextTimerAsync("the first interval");

        store.IsAway = false;
        time.Advance(new GuardOptions().WatchIntervalMilliseconds);
        await journal.ReadsAsync($"compare {Product} with {Epoch}:40");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the end of the watch"));
    }

    [Fact]
    public async Task A_watch_that_is_told_to_end_does_not_wait_for_the_ledger()
    {
        using var stop = new CancellationTokenSource();
        store.Marks[Product] = new(Epoch, 40);
        sales.Gate = new TaskCompletionSource().Task;
        var run = watch.RunAsync(stop.Token);
        await journal.ReadsAsync("identity");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the end of the watch"));
    }

    private async Task<IEnumerable<string>> ComparedAsync()
    {
        var before = Comparisons.Count();
        await CheckAsync();
        return Comparisons.Skip(before).Select(line => line.Split(' ')[1]).Order(StringComparer.Ordinal);
    }

    private IEnumerable<string> Comparisons => journal.Lines.Where(line => line.StartsWith("compare", StringComparison.Ordinal));

    private Task CheckAsync() => watch.CheckAsync(CancellationToken.None).Within("the check");
}
