using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Rebuilding;

/// <summary>How long a suspended product's orders are looked for.</summary>
public sealed class RebuildSearchTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    private readonly StandInSaleLedger sales = new(new());
    private readonly StandInBroker broker = new(new());
    private readonly StandInStoredOrders stored = new(new());
    private readonly ManualTimeProvider time = new();
    private readonly List<RebuildPlan> waits = [];
    private readonly RebuildSearch search;

    public RebuildSearchTests()
    {
        var store = new StandInSaleStore(new());
        store.Sales[Epoch] = new(Sale().Definition, Added: 0, SaleState.Open);
        search = new(new(sales, store, new StandInOutbox(new()), broker, stored, new NoReplacement()), time);
    }

    [Fact]
    public async Task A_product_that_is_not_suspended_is_not_waited_for() => Assert.Null(await RunAsync(Wait));

    [Fact]
    public async Task What_two_looks_find_complete_is_taken()
    {
        SuspendAndStore(known: 1, positions: 1);
        var searching = RunAsync(Wait);
        await LookAgainAsync();
        Assert.True((await searching.Within("the search"))!.IsComplete);
        Assert.Single(waits);
    }

    [Fact]
    public async Task What_a_drain_had_in_hand_is_waited_for()
    {
        SuspendAndStore(known: 1, positions: 1);
        var searching = RunAsync(Wait);
        SuspendAndStore(known: 1, positions: [1, 2]); // Between the first look and the second.
        await LookAgainAsync();
        await LookAgainAsync();
        Assert.Equal(2, (await searching.Within("the search"))!.Orders.Count);
    }

    [Fact]
    public async Task What_is_missing_or_waits_is_given_up_when_the_wait_is_over()
    {
        SuspendAndStore(known: 2, positions: 2);
        broker.Ready = 3;
        Assert.Equal((1, 3, false), Told(await RunAsync(TimeSpan.Zero)));

        var searching = RunAsync(Wait);
        for (var i = 0; i < 5; i++)
            await LookAgainAsync();
        Assert.Equal((1, 3, false), Told(await searching.Within("the search")));
        Assert.Equal(3, Assert.Single(waits).Waiting);

        static (int, long, bool) Told(RebuildPlan? plan) => (plan!.FindMissing().Count, plan.Waiting, plan.IsComplete);
    }

    private Task<RebuildPlan?> RunAsync(TimeSpan wait) => search.RunAsync(Product, wait, waits.Add, CancellationToken.None);

    private async Task LookAgainAsync()
    {
        await time.NextTimerAsync("the pause before the next look");
        time.Advance(1_000);
    }

    private void SuspendAndStore(long known, params int[] positions)
    {
        sales.Suspensions[Product] = new(new(Epoch, known), HighWaterMark.None, default);
        stored.Orders[Epoch] = [.. positions.Select(position => new SoldOrder(Id(position), position, 1, "ada"))];
        stored.Tallies[(Product, Epoch)] = new(positions.Length, positions.Length);
    }

    private sealed class NoReplacement : ILedgerReplacement
    {
        public Task<bool> ReplaceAsync(RebuildPlan plan) => throw new NotSupportedException();
    }
}
