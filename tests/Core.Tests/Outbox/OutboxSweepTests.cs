using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Outbox;

public sealed class OutboxSweepTests
{
    private const int MinAge = 3_000;
    private const int Lease = 2_000;

    private readonly Journal journal = new();
    private readonly StandInOutbox outbox;
    private readonly StandInPublisher publisher;
    private readonly StandInSaleLedger sales;
    private readonly ManualTimeProvider time = new();
    private readonly RecordingLogger<OutboxSweep> log = new();
    private readonly StandInStockLedger ledger = new();
    private readonly OutboxSweep sweep;

    public OutboxSweepTests()
    {
        outbox = new(journal);
        publisher = new(journal);
        sales = new(journal) { Sales = { ["phone"] = Sale("phone"), ["tablet"] = Sale("tablet") } };
        var relay = new OutboxRelay(outbox, publisher, new() { LingerMilliseconds = 0 }, TimeProvider.System, NullLogger<OutboxRelay>.Instance);
        sweep = new(outbox, sales, relay, new(ledger, new StandInSaleStore(journal), time), new() { SweepIntervalMilliseconds = Lease / 2, SweepMinAgeMilliseconds = MinAge }, time, log);
    }

    [Fact]
    public async Task All_active_products_are_swept_at_the_start_and_at_each_interval()
    {
        await RunAsync(async () =>
        {
            await journal.ReadsAsync("count tablet");
            Assert.Equal(["active", "claim phone", "count phone", "claim tablet", "count tablet"], journal.Lines);

            time.Advance(999);
            Assert.Equal(2, outbox.Claims.Count);
            time.Advance(1);
            await journal.ReadsAsync("count tablet", times: 2);
            Assert.Equal(4, outbox.Claims.Count);
        });
    }

    [Fact]
    public async Task What_is_due_of_a_product_without_a_guard_is_taken_back_in_as_many_calls_as_it_takes()
    {
        outbox.IsDue = true;
        var sweeping = SweepAsync();

        var first = await ledger.NextCallAsync();
        Assert.Equal([OverdueHolds.Lapse], first.Request.Batch);
        first.Return(new([new(OrderOutcome.Changed, Epoch)], new(Epoch, 256), IsSoldOut: false, UntilDue: TimeSpan.Zero));
        (await ledger.NextCallAsync()).Return(new([new(OrderOutcome.Changed, Epoch)], new(Epoch, 300), IsSoldOut: false, UntilDue: TimeSpan.FromSeconds(5)));

        Assert.Equal(0, await sweeping.Within("the sweep"));
        Assert.Equal(2, ledger.CallCount);
    }

    [Fact]
    public async Task What_is_due_later_is_left_to_the_guard()
    {
        Assert.Equal(0, await SweepAsync());
        Assert.Equal(0, ledger.CallCount);
    }

    [Fact]
    public async Task What_was_seen_for_the_least_age_is_published_and_what_came_later_waits_as_long()
    {
        outbox.Add(Entry("1"));
        Assert.Equal(0, await SweepAsync());
        time.Advance(2_000);
        outbox.Add(Entry("2"));
        Assert.Equal(0, await SweepAsync());

        time.Advance(999);
        Assert.Equal(0, await SweepAsync());
        time.Advance(1);
        Assert.Equal(1, await SweepAsync());
        Assert.Equal(["2"], outbox.EntryIds);

        time.Advance(2_000);
        Assert.Equal(1, await SweepAsync());
        Assert.Empty(outbox.EntryIds);

        // Of an empty outbox nothing is remembered: it is only looked at.
        await SweepAsync();
        await SweepAsync();
        Assert.Null(outbox.Claims[^1].Through);
    }

    // Ids are by Redis's clock, which may have been set back: what counts is that an entry is still there, and no id is later than any other.
    [Fact]
    public async Task G3_entries_whose_ids_lie_in_the_future_are_published_as_soon_as_any_other()
    {
        outbox.Add(Entry("4102444800000-0"), Entry("4102444800000-1"));
        await SweepAsync();
        time.Advance(MinAge);

        Assert.Equal(2, await SweepAsync());
    }

    [Fact]
    public async Task A_sweep_that_comes_often_tells_entries_apart_by_an_eighth_of_the_least_age()
    {
        for (var i = 1; i <= 100; i++)
        {
            outbox.Add(Entry($"{i}"));
            await SweepAsync();
            time.Advance(10);
        }

        time.Advance(MinAge - 1_000);
        await SweepAsync();
        Assert.Equal("1", outbox.Claims[^1].Through);
        time.Advance(1_000);
        await SweepAsync();
        Assert.Equal("77", outbox.Claims[^1].Through);
    }

    [Fact]
    public async Task A_claim_names_its_sweep_and_a_lease_of_two_intervals()
    {
        await sweep.SweepAsync("phone", CancellationToken.None);
        await sweep.SweepAsync("tablet", CancellationToken.None);

        var owner = outbox.Claims[0].Owner;
        Assert.NotEmpty(owner);
        var lease = TimeSpan.FromMilliseconds(Lease);
        Assert.Equal([new("phone", owner, null, null, lease, 100), new("tablet", owner, null, null, lease, 100)], outbox.Claims);
    }

    [Fact]
    public async Task G3_a_lease_whose_owner_has_not_renewed_it_for_twice_its_length_is_passed_by()
    {
        outbox.Add(Entry("1"));
        outbox.Holder = "somebody:1";
        await SweepAsync();
        time.Advance(MinAge);
        outbox.Holder = "somebody:2"; // He lives.
        Assert.Equal(0, await SweepAsync());
        time.Advance((2 * Lease) - 1);
        Assert.Equal(0, await SweepAsync());

        time.Advance(1);
        Assert.Equal(1, await SweepAsync());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 2)]
    [InlineData(250, 3)]
    public async Task Full_claims_follow_each_other_until_one_is_short(int entries, int claims)
    {
        outbox.Add(Enumerable.Range(1, entries).Select(id => Entry($"{id}")));
        await SweepAsync();
        time.Advance(MinAge);

        Assert.Equal(entries, await SweepAsync());
        Assert.Equal(1 + claims, outbox.Claims.Count);
        Assert.Empty(outbox.EntryIds);
        Assert.Equal(entries == 0 ? [] : [$"Swept {entries} entries from the outbox of phone"], log.Messages);
    }

    [Fact]
    public async Task A_broker_that_does_not_confirm_ends_the_claims_of_a_product()
    {
        outbox.Add(Enumerable.Range(1, 250).Select(id => Entry($"{id}")));
        publisher.Refuse("70");
        await SweepAsync();
        time.Advance(MinAge);

        Assert.Equal(64, await SweepAsync());
        Assert.Equal(2, outbox.Claims.Count);
        Assert.Equal(186, outbox.EntryIds.Count);
    }

    [Fact]
    public async Task What_cannot_be_removed_is_not_published_over_and_over()
    {
        outbox.Add(Enumerable.Range(1, 100).Select(id => Entry($"{id}")));
        outbox.OnRemove = _ => throw new LedgerUnavailableException("no answer in time");
        outbox.OnClaim = _ => Assert.True(outbox.Claims.Count < 10, "The same 100 entries were published again and again.");
        await SweepAsync();
        time.Advance(MinAge);

        await SweepAsync();
        Assert.Equal(2, outbox.Claims.Count);
    }

    [Fact]
    public async Task A_product_that_the_broker_refuses_does_not_keep_the_others_from_being_swept()
    {
        outbox.Add(Entry("1", "phone"), Entry("2", "tablet"));
        publisher.Refuse("1");
        await RunAsync(async () =>
        {
            await journal.ReadsAsync("count tablet");
            for (var interval = 2; interval <= 4; interval++)
            {
                time.Advance(1_000);
                await journal.ReadsAsync("count tablet", interval);
            }
        });
        Assert.Equal(["1"], outbox.EntryIds);
    }

    [Fact]
    public async Task A_sweep_that_the_ledger_does_not_answer_is_made_up_for_at_the_next_interval_and_told_once()
    {
        outbox.Add(Entry("1", "phone"), Entry("2", "tablet"));
        var isAway = true;
        outbox.OnClaim = product =>
        {
            if (isAway && product == "phone")
                throw new LedgerUnavailableException("no answer in time");
        };
        await RunAsync(async () =>
        {
            Assert.Equal([LogLevel.Error], log.Levels);
            for (var interval = 2; interval <= 3; interval++)
            {
                time.Advance(1_000);
                await journal.ReadsAsync("count tablet", interval);
            }

            isAway = false;
            for (var interval = 4; interval <= 7; interval++)
            {
                time.Advance(1_000);
                await journal.ReadsAsync("count tablet", interval);
            }
        });
        Assert.Empty(outbox.EntryIds);
        Assert.Single(log.Levels, level => level == LogLevel.Error);
        Assert.Single(log.Messages, message => message == "The outboxes are swept again");
    }

    [Fact]
    public async Task A_list_of_active_products_that_cannot_be_had_is_asked_for_at_the_next_interval()
    {
        sales.IsAway = true;
        await RunAsync(async () =>
        {
            Assert.Equal([LogLevel.Error], log.Levels);
            sales.IsAway = false;
            time.Advance(1_000);
            await journal.ReadsAsync("count tablet");
        });
        Assert.Equal(2, journal.Lines.Count(line => line == "active"));
    }

    private Task<int> SweepAsync() => sweep.SweepAsync("phone", CancellationToken.None);

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
