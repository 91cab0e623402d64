using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Outbox;

public sealed class OutboxTrimTests
{
    private readonly Journal journal = new();
    private readonly StandInOutbox outbox;
    private readonly StandInSettledNumbers store = new();
    private readonly AwaitedEntries awaited = new(TimeProvider.System);
    private readonly OutboxTrim trim;

    public OutboxTrimTests()
    {
        outbox = new(journal);
        trim = new(outbox, store, awaited);
    }

    [Fact]
    public async Task G3_an_entry_leaves_the_outbox_when_it_is_stored()
    {
        Publish(Entry("1"), Entry("2"), Entry("3"));
        await TrimAsync();
        Assert.Equal(["1", "2", "3"], outbox.EntryIds);

        store.Settle(1, 2);
        await TrimAsync();
        // They were one message: it leaves as one.
        Assert.Equal(["1", "2", "3"], outbox.EntryIds);

        store.Settle(3);
        await TrimAsync();
        Assert.Empty(outbox.EntryIds);
        Assert.Equal(["remove phone 1,2,3"], journal.Lines);
    }

    // A ledger that lost data and went on gives numbers again: under them the store has other orders.
    [Fact]
    public async Task G8_an_entry_that_this_process_has_not_published_stays_whatever_the_store_has()
    {
        outbox.Add(Entry("1"), Entry("2"), Entry("3"));
        awaited.Add([Entry("1")]);
        awaited.Add([Entry("3")]);
        store.Settle(1, 2, 3);

        await TrimAsync();
        Assert.Equal(["2"], outbox.EntryIds);
    }

    [Fact]
    public async Task All_that_is_stored_of_a_product_leaves_in_one_call_after_one_question_for_all_products()
    {
        for (var id = 1; id <= 500; id++)
            Publish(Entry($"{id}"));
        Publish(Entry("7", "tablet"));
        store.Settle(Enumerable.Range(1, 499));

        await TrimAsync();
        Assert.Equal(["500"], outbox.EntryIds);
        Assert.Equal(["remove phone " + string.Join(',', Enumerable.Range(1, 499)), "remove tablet 7"], journal.Lines);
        Assert.Equal([new(Epoch, 1, 500), new(Epoch, 7, 7)], Assert.Single(store.Questions));
    }

    [Fact]
    public async Task Thousands_leave_in_several_calls_so_that_no_buy_waits_behind_them()
    {
        for (var id = 1; id <= 2_500; id++)
            Publish(Entry($"{id}"));
        store.Settle(Enumerable.Range(1, 2_500));

        await TrimAsync();
        Assert.Empty(outbox.EntryIds);
        Assert.Equal(3, journal.Lines.Count);
    }

    // Number 3 is nowhere, as long as a dead letter of it is undecided, say.
    [Fact]
    public async Task What_is_stored_beyond_a_gap_leaves()
    {
        Publish(Entry("1"), Entry("2"));
        Publish(Entry("4"), Entry("5"));
        Publish(Entry("6"));
        store.Settle(1, 2, 4, 5);

        await TrimAsync();
        Assert.Equal(["6"], outbox.EntryIds);
    }

    [Fact]
    public async Task Many_fronts_whose_entries_lie_between_each_other_are_asked_about_in_as_many_questions_as_it_takes()
    {
        for (var id = 1; id < 700; id += 2)
            Publish(Entry($"{id}"));
        store.Settle(Enumerable.Range(2, 700));

        await TrimAsync();
        Assert.Equal(["1"], outbox.EntryIds);

        store.Settle(1);
        await TrimAsync();
        Assert.Empty(outbox.EntryIds);
    }

    [Fact]
    public async Task An_earlier_sale_of_the_product_leaves_by_its_own_numbers()
    {
        OutboxEntry Of(long epoch, int number) => new(Product, $"{epoch}-{number}", (Batch(number) with { Epoch = epoch }).ToJson());
        Publish(Of(7, 1), Of(7, 2), Of(8, 1));
        store.SettleOf(8, 1);
        await TrimAsync();
        Assert.Equal(["7-1", "7-2"], outbox.EntryIds);

        store.SettleOf(7, 1, 2);
        await TrimAsync();
        Assert.Empty(outbox.EntryIds);
    }

    [Fact]
    public async Task What_could_not_be_removed_is_tried_again()
    {
        Publish(Entry("1"));
        store.Settle(1);
        outbox.OnRemove = _ => throw new LedgerUnavailableException("no answer in time");
        await Assert.ThrowsAsync<LedgerUnavailableException>(TrimAsync);

        outbox.OnRemove = _ => { };
        await TrimAsync();
        Assert.Empty(outbox.EntryIds);
    }

    [Fact]
    public async Task While_the_store_is_away_everything_stays()
    {
        Publish(Entry("1"));
        store.IsAway = true;
        await Assert.ThrowsAsync<SaleStoreUnavailableException>(TrimAsync);
        Assert.Equal(["1"], outbox.EntryIds);
    }

    [Fact]
    public async Task Nobody_is_asked_when_nothing_is_awaited()
    {
        outbox.Add(Entry("1"));
        store.IsAway = true;
        await TrimAsync();
        Assert.Empty(store.Questions);
    }

    private Task TrimAsync() => trim.TrimAsync(CancellationToken.None);

    private void Publish(params OutboxEntry[] entries)
    {
        outbox.Add(entries);
        awaited.Add(entries);
    }
}
