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
    private readonly LedgerWatch watch;

    public LedgerWatchTests()
    {
        sales = new(journal);
        watch = new(sales, store, new(), time, log);
    }

    [Fact]
    public async Task Every_product_that_store_or_ledger_know_is_held_against_what_is_stored()
    {
        store.Marks["lost"] = new(Epoch, 40);
        sales.Sales["fresh"] = Sale("fresh");
        await CheckAsync();
        Assert.Equal([$"compare lost with {Epoch}:40", "compare fresh with 0:0"], Comparisons);
        Assert.Empty(watch.Suspended);
        Assert.Empty(log.Levels);
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
        Assert.Equal("phone is suspended: the ledger has lost sale 7, of which position 40 was given", log.Messages[0]);

        sales.Suspensions.Clear();
        await CheckAsync();
        Assert.Empty(watch.Suspended);
        Assert.Equal([LogLevel.Critical, LogLevel.Information], log.Levels);
    }

    [Fact]
    public async Task An_archived_product_is_watched_only_while_the_ledger_lists_it()
    {
        store.Marks["gone"] = store.Marks["listed"] = new(Epoch, 40);
        store.Archived.UnionWith(["gone", "listed"]);
        sales.Sales["listed"] = Sale("listed") with { State = SaleState.Archived };
        await CheckAsync();
        Assert.Empty(watch.Suspended);
        Assert.Equal(["products", $"compare listed with {Epoch}:40"], journal.Lines); // Nobody looks for the others one by one.
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
        await journal.ReadsAsync("products");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the end of the watch"));
    }

    private IEnumerable<string> Comparisons => journal.Lines.Where(line => line.StartsWith("compare", StringComparison.Ordinal));

    private Task CheckAsync() => watch.CheckAsync(CancellationToken.None).Within("the check");
}
