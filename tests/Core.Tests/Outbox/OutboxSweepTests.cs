using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Outbox;

public sealed class OutboxSweepTests
{
    private readonly Journal journal = new();
    private readonly StandInOutbox outbox;
    private readonly StandInPublisher publisher;
    private readonly StandInSaleLedger sales;
    private readonly ManualTimeProvider time = new();
    private readonly OutboxSweep sweep;

    public OutboxSweepTests()
    {
        outbox = new(journal);
        publisher = new(journal);
        sales = new(journal) { Sales = { ["phone"] = Sale("phone"), ["tablet"] = Sale("tablet") } };
        var relay = new OutboxRelay(outbox, publisher, new() { LingerMilliseconds = 0 }, TimeProvider.System, NullLogger<OutboxRelay>.Instance);
        sweep = new(outbox, sales, relay, new() { SweepIntervalMilliseconds = 1_000, SweepMinAgeMilliseconds = 3_000 }, time, NullLogger<OutboxSweep>.Instance);
    }

    [Fact]
    public async Task All_products_are_swept_at_the_start_and_at_each_interval()
    {
        outbox.Add(Entry("1", "phone"), Entry("2", "tablet"));
        await RunAsync(async () =>
        {
            await journal.ReadsAsync("count tablet");
            Assert.Equal(
                [
                    "products",
                    "claim phone", "publish 1", "confirm 1", "remove phone 1", "count phone",
                    "claim tablet", "publish 2", "confirm 2", "remove tablet 2", "count tablet",
                ],
                journal.Lines);

            outbox.Add(Entry("3", "tablet"));
            time.Advance(999);
            Assert.Equal(2, outbox.Claims.Count);
            time.Advance(1);
            await journal.ReadsAsync("count tablet", times: 2);
            Assert.Equal(4, outbox.Claims.Count);

            time.Advance(1_000);
            await journal.ReadsAsync("count tablet", times: 3);
            Assert.Equal(6, outbox.Claims.Count);
        });
        Assert.Empty(outbox.EntryIds);
    }

    [Fact]
    public async Task A_claim_names_its_sweep_the_least_age_and_a_lease_of_two_intervals()
    {
        await sweep.SweepAsync("phone", CancellationToken.None);
        await sweep.SweepAsync("tablet", CancellationToken.None);

        var owner = outbox.Claims[0].Owner;
        Assert.NotEmpty(owner);
        TimeSpan minAge = TimeSpan.FromSeconds(3), lease = TimeSpan.FromSeconds(2);
        Assert.Equal([new("phone", owner, minAge, lease, 100), new("tablet", owner, minAge, lease, 100)], outbox.Claims);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    [InlineData(250, 3)]
    public async Task Full_claims_follow_each_other_until_one_is_short(int entries, int claims)
    {
        outbox.Add(Enumerable.Range(1, entries).Select(id => Entry($"{id}")));
        Assert.Equal(entries, await sweep.SweepAsync("phone", CancellationToken.None));
        Assert.Equal(claims, outbox.Claims.Count);
        Assert.Empty(outbox.EntryIds);
    }

    [Fact]
    public async Task A_broker_that_does_not_confirm_ends_the_claims_of_a_product()
    {
        outbox.Add(Enumerable.Range(1, 250).Select(id => Entry($"{id}")));
        publisher.Refuse("70");
        Assert.Equal(64, await sweep.SweepAsync("phone", CancellationToken.None));
        Assert.Single(outbox.Claims);
        Assert.Equal(186, outbox.EntryIds.Count);
    }

    [Fact]
    public async Task What_cannot_be_removed_is_not_published_over_and_over()
    {
        outbox.Add(Enumerable.Range(1, 100).Select(id => Entry($"{id}")));
        outbox.OnRemove = _ => throw new LedgerUnavailableException("no answer in time");
        outbox.OnClaim = _ => Assert.True(outbox.Claims.Count < 10, "The same 100 entries were published again and again.");
        await sweep.SweepAsync("phone", CancellationToken.None);
        Assert.Single(outbox.Claims);
    }

    [Fact]
    public async Task A_product_that_the_broker_refuses_does_not_keep_the_others_from_being_swept()
    {
        outbox.Add(Entry("1", "phone"), Entry("2", "tablet"));
        publisher.Refuse("1");
        await RunAsync(() => journal.ReadsAsync("count tablet"));
        Assert.Equal(["1"], outbox.EntryIds);
    }

    [Fact]
    public async Task A_sweep_that_the_ledger_does_not_answer_is_made_up_for_at_the_next_interval()
    {
        outbox.Add(Entry("1", "phone"), Entry("2", "tablet"));
        var isAway = true;
        outbox.OnClaim = _ =>
        {
            if (isAway)
                throw new LedgerUnavailableException("no answer in time");
        };
        await RunAsync(async () =>
        {
            await time.NextTimerAsync("the sweep's interval");
            Assert.NotEmpty(outbox.Claims);
            isAway = false;
            time.Advance(1_000);
            await journal.ReadsAsync("count tablet");
        });
        Assert.Empty(outbox.EntryIds);
    }

    [Fact]
    public async Task A_list_of_products_that_cannot_be_had_is_asked_for_at_the_next_interval()
    {
        sales.IsAway = true;
        await RunAsync(async () =>
        {
            await journal.ReadsAsync("products");
            sales.IsAway = false;
            time.Advance(1_000);
            await journal.ReadsAsync("count tablet");
        });
        Assert.Equal(2, journal.Lines.Count(line => line == "products"));
    }

    /// <summary>Lets the sweep run while <paramref name="meanwhile"/> happens, then stops it.</summary>
    private async Task RunAsync(Func<Task> meanwhile)
    {
        using var stop = new CancellationTokenSource();
        var running = sweep.RunAsync(stop.Token);
        await meanwhile();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Within("the sweep's end"));
    }
}
