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
    private readonly AwaitedEntries awaited;
    private readonly StandInSettledNumbers store = new();
    private readonly StandInBroker broker;
    private readonly OutboxSweep sweep;

    public OutboxSweepTests()
    {
        outbox = new(journal);
        publisher = new(journal);
        sales = new(journal) { Sales = { ["phone"] = Sale("phone"), ["tablet"] = Sale("tablet") } };
        broker = new(new());
        awaited = new(time);
        var options = new RelayOptions { SweepIntervalMilliseconds = Lease / 2, SweepMinAgeMilliseconds = MinAge };
        var relay = new OutboxRelay(publisher, awaited, new() { LingerMilliseconds = 0 }, TimeProvider.System, NullLogger<OutboxRelay>.Instance);
        sweep = new(
            outbox, sales, relay, new(outbox, store, awaited), new(store, broker, awaited, options, time),
            new(ledger, new StandInSaleStore(journal), time), options, time, log);
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
        Assert.Equal(["publish 1"], Published());

        time.Advance(2_000);
        Assert.Equal(1, await SweepAsync());
        Assert.Equal(["publish 1", "publish 2"], Published());
    }

    [Fact]
    public async Task Of_an_empty_outbox_nothing_is_remembered()
    {
        await AddAndAgeAsync(Entry("1"));
        await SweepAsync();
        store.Settle(1);
        await RunAsync(() => journal.ReadsAsync("count tablet"));
        Assert.Empty(outbox.EntryIds);

        await SweepAsync();
        await SweepAsync();
        Assert.Equal((null, null), (outbox.Claims[^1].After, outbox.Claims[^1].Through));
    }

    [Fact]
    public async Task G3_what_the_broker_has_lost_is_published_again_with_growing_patience_until_it_is_stored()
    {
        await AddAndAgeAsync(Entry("1"), Entry("2"));
        var times = new List<int>();
        for (var second = 0; second < 200; second++)
        {
            if (await SweepAsync() > 0)
                times.Add(second);
            time.Advance(1_000);
        }

        // At last once a minute.
        Assert.Equal([0, 3, 9, 21, 45, 93, 153], times);

        store.Settle(1, 2);
        await RunAsync(() => journal.ReadsAsync("count tablet"));
        Assert.Empty(outbox.EntryIds);
    }

    [Fact]
    public async Task Patience_is_short_again_when_what_was_waited_for_is_stored()
    {
        await AddAndAgeAsync(Entry("1"));
        await SweepAsync();
        time.Advance(3_000);
        Assert.Equal(1, await SweepAsync());

        outbox.Add(Entry("2"));
        await outbox.RemoveAsync(Product, ["1"]);
        await SweepAsync();
        time.Advance(6_000);
        Assert.Equal(1, await SweepAsync());
        time.Advance(3_000);
        Assert.Equal(1, await SweepAsync());
    }

    [Fact]
    public async Task What_waits_in_the_broker_behind_other_messages_is_not_published_again()
    {
        broker.Ready = 1;
        await AddAndAgeAsync(Entry("1"), Entry("2"));
        Assert.Equal(0, await SweepAsync());
        // It has looked at the oldest alone.
        Assert.Equal(1, outbox.Claims[^1].Max);

        time.Advance(1_000);
        broker.Ready = 0;
        Assert.Equal(2, await SweepAsync());
    }

    // They went together once, and go one after the other.
    [Fact]
    public async Task What_is_published_again_does_not_keep_what_went_with_it_from_being_so()
    {
        var entries = Enumerable.Range(1, 50).Select(id => Entry($"{id}")).ToArray();
        awaited.Add(entries);
        await AddAndAgeAsync(entries);
        Assert.Equal(50, await SweepAsync());
    }

    // What a sweep publishes waits in the broker itself.
    [Fact]
    public async Task A_broker_that_was_empty_when_a_sweep_began_counts_as_empty_to_its_end()
    {
        publisher.OnPublish = entries =>
        {
            broker.Ready += entries.Count;
            return Task.CompletedTask;
        };
        await AddAndAgeAsync([.. Enumerable.Range(1, 250).Select(id => Entry($"{id}"))]);
        Assert.Equal(250, await SweepAsync());
    }

    [Fact]
    public async Task G3_what_others_of_its_sale_have_overtaken_is_published_though_messages_wait_in_the_broker()
    {
        broker.Ready = 1;
        store.Settle(3);
        await AddAndAgeAsync(Entry("1"), Entry("2"), Entry("4"));
        Assert.Equal(2, await SweepAsync());
        Assert.Equal(["publish 1", "publish 2"], Published());
    }

    [Fact]
    public async Task What_the_broker_has_confirmed_a_moment_ago_is_left_to_it()
    {
        await AddAndAgeAsync(Entry("1"));
        awaited.Add([Entry("1")]);
        Assert.Equal(0, await SweepAsync());
        time.Advance(MinAge);
        Assert.Equal(1, await SweepAsync());
    }

    // Nobody can say what is stored, and it is safe in the outbox.
    [Fact]
    public async Task While_the_store_is_away_nothing_is_published_again()
    {
        await AddAndAgeAsync(Entry("1", "phone"), Entry("2", "tablet"));
        store.IsAway = true;
        await RunAsync(async () =>
        {
            await journal.ReadsAsync("count tablet");
            for (var interval = 2; interval <= 5; interval++)
            {
                time.Advance(1_000);
                await journal.ReadsAsync("count tablet", interval);
            }

            Assert.Empty(Published());
            store.IsAway = false;
            time.Advance(1_000);
            await journal.ReadsAsync("count tablet", 6);
        });
        Assert.Equal(["publish 1", "publish 2"], Published());
    }

    // What is stored under its number may be another order, of before the ledger lost data: then the drain makes it a dead letter.
    [Fact]
    public async Task G8_what_nobody_says_was_published_is_published_once_though_its_numbers_are_stored()
    {
        store.Settle(1);
        broker.Ready = 1;
        await AddAndAgeAsync(Entry("1"));
        Assert.Equal(1, await SweepAsync());
        time.Advance(60_000);
        Assert.Equal(0, await SweepAsync());

        await RunAsync(() => journal.ReadsAsync("count tablet"));
        Assert.Empty(outbox.EntryIds);
    }

    [Fact]
    public async Task G8_what_cannot_be_read_is_published_alone_and_leaves_when_it_is_a_dead_letter()
    {
        var bad = new OutboxEntry(Product, "2", "hello"u8.ToArray());
        await AddAndAgeAsync(Entry("1"), bad, Entry("3"));
        for (var round = 0; round < 3; round++)
            await SweepAsync();
        Assert.Equal(["publish 1", "publish 2", "publish 3"], Published());

        store.Letters.Add(new DeadLetter(bad.Body, "", null).Fingerprint);
        time.Advance(MinAge);
        for (var round = 0; round < 2; round++)
            await SweepAsync();
        Assert.Equal(["1", "3"], outbox.EntryIds);
    }

    // Ids are by Redis's clock, which may have been set back: what counts is that an entry is still there, and no id is later than any other.
    [Fact]
    public async Task G3_entries_whose_ids_lie_in_the_future_are_published_as_soon_as_any_other()
    {
        outbox.Add(Entry("1") with { Id = "4102444800000-0" }, Entry("2") with { Id = "4102444800000-1" });
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
        Assert.Equal([new("phone", owner, null, null, null, lease, 1), new("tablet", owner, null, null, null, lease, 1)], outbox.Claims);
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
    [InlineData(1, 2)]
    [InlineData(100, 2)]
    [InlineData(101, 3)]
    [InlineData(250, 4)]
    public async Task Claims_follow_each_other_until_one_is_short(int entries, int claims)
    {
        await AddAndAgeAsync([.. Enumerable.Range(1, entries).Select(id => Entry($"{id}"))]);

        Assert.Equal(entries, await SweepAsync());
        Assert.Equal(1 + claims, outbox.Claims.Count);
        Assert.Equal(entries == 0 ? [] : [$"Swept {entries} entries from the outbox of phone"], log.Messages);
    }

    [Fact]
    public async Task A_broker_that_does_not_confirm_ends_the_claims_of_a_product_and_the_next_sweep_goes_on_from_there()
    {
        publisher.Refuse("70");
        await AddAndAgeAsync([.. Enumerable.Range(1, 250).Select(id => Entry($"{id}"))]);

        Assert.Equal(65, await SweepAsync());
        Assert.Equal(3, outbox.Claims.Count);

        publisher.OnPublish = _ => Task.CompletedTask;
        Assert.Equal(185, await SweepAsync());
    }

    [Fact]
    public async Task A_product_that_the_broker_refuses_does_not_keep_the_others_from_being_swept()
    {
        await AddAndAgeAsync(Entry("1", "phone"), Entry("2", "tablet"));
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
        Assert.Contains("confirm 2", journal.Lines);
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
        Assert.Equal(["publish 2", "publish 1"], Published().Distinct());
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

    private IEnumerable<string> Published() => journal.Lines.Where(line => line.StartsWith("publish", StringComparison.Ordinal));

    /// <summary>Has the sweep see these entries, for the least age.</summary>
    private async Task AddAndAgeAsync(params OutboxEntry[] entries)
    {
        outbox.Add(entries);
        foreach (var productId in entries.Select(entry => entry.ProductId).DefaultIfEmpty(Product).Distinct())
            await sweep.SweepAsync(productId, CancellationToken.None);
        time.Advance(MinAge);
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
