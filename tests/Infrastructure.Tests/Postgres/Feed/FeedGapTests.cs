using FlashFlow.Core.Draining;
using FlashFlow.Infrastructure.Postgres.Feed;

namespace FlashFlow.Infrastructure.Tests.Postgres.Feed;

/// <summary>G10: transitions that nobody will ever store are told as missing, and no others are.</summary>
public sealed class FeedGapTests : SandboxTests
{
    private long epoch;

    [Fact]
    public async Task G10_what_a_rebuild_has_lost_is_told_once_a_later_transition_shows_that_it_was_carried_out()
    {
        await StoreAsync(1, 3);
        await StoreAsync(6, 8);
        await Sandbox.SaleStore.NoteLossAsync(epoch, [(4, 5), (9, 10)], lastSeq: 10, CancellationToken.None);
        await Sandbox.AdvanceFeedAsync();
        Assert.Equal([0, 1, 2, 3], (await ReadAsync()).Select(told => told.Seq));

        await StoreAsync(11, 11);
        await Sandbox.AdvanceFeedAsync();

        var told = await ReadAsync();
        Assert.Equal([(0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (6, 6), (7, 7), (8, 8), (9, 10), (11, 11)], told.Select(happened => (happened.Seq, happened.LastSeq)));
        Assert.Equal(["sale.gap", "sale.gap"], told.Where(happened => happened.ToSeq is not null).Select(happened => happened.Type));
    }

    [Fact]
    public async Task G10_what_is_found_before_it_is_told_as_missing_is_told_as_what_it_is()
    {
        await StoreAsync(1, 1);
        await Sandbox.SaleStore.NoteLossAsync(epoch, [(2, 5)], lastSeq: 5, CancellationToken.None);
        await StoreAsync(3, 3);
        await StoreAsync(6, 6);
        await Sandbox.AdvanceFeedAsync();
        Assert.Equal([(0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (6, 6)], (await ReadAsync()).Select(happened => (happened.Seq, happened.LastSeq)));
    }

    // What was read once never gets an earlier one between it.
    [Fact]
    public async Task G10_what_is_found_after_it_was_told_as_missing_changes_nothing()
    {
        await StoreAsync(1, 1);
        await Sandbox.SaleStore.NoteLossAsync(epoch, [(2, 3)], lastSeq: 3, CancellationToken.None);
        await StoreAsync(4, 4);
        await Sandbox.AdvanceFeedAsync();
        var before = await ReadAsync();

        await StoreAsync(2, 2);
        await Sandbox.AdvanceFeedAsync();

        Assert.Equal(before, await ReadAsync());
        Assert.Equal(before.Select(told => told with { Id = null, Cursor = default }), (await ReadAllAsync()).Select(told => told with { Id = null, Cursor = default }));
        Assert.Equal([("sale.gap", 3, 3), ("order.confirmed", 4, 4)], (await ReadAsync(after: 2)).Select(told => (told.Type, told.Seq, told.LastSeq)));
    }

    [Fact]
    public async Task G10_a_dead_letter_holds_the_feed_up_until_it_is_stored_or_discarded()
    {
        await StoreAsync(1, 1);
        await StoreAsync(4, 4);
        var letter = new DeadLetter(
            SampleBatch.Transitions(epoch, first: 2, new Transition { Kind = TransitionKind.Paused }, new Transition { Kind = TransitionKind.Resumed }).ToJson(), "a reason", FirstSeen: null);
        await Sandbox.Orders.StoreAsync([], [], [letter], CancellationToken.None);
        await Sandbox.AdvanceFeedAsync();
        Assert.Equal([0, 1], (await ReadAsync()).Select(told => told.Seq));

        await ExecuteAsync("UPDATE dead_letters SET state = 'discarded'");
        await Sandbox.AdvanceFeedAsync();
        Assert.Equal([(0, 0), (1, 1), (2, 3), (4, 4)], (await ReadAsync()).Select(told => (told.Seq, told.LastSeq)));
    }

    [Fact]
    public async Task G10_a_number_is_not_passed_over_because_others_beside_it_are_given_up()
    {
        await StoreAsync(1, 1);
        await StoreAsync(5, 5);
        await Sandbox.Orders.StoreAsync([], [], [new(SampleBatch.Of(epoch, first: 2, count: 2).ToJson(), "a reason", FirstSeen: null)], CancellationToken.None);
        await ExecuteAsync("UPDATE dead_letters SET state = 'discarded'");
        await Sandbox.AdvanceFeedAsync();
        Assert.Equal([0, 1], (await ReadAsync()).Select(told => told.Seq));

        await StoreAsync(4, 4);
        await Sandbox.AdvanceFeedAsync();
        Assert.Equal([(0, 0), (1, 1), (2, 3), (4, 4), (5, 5)], (await ReadAsync()).Select(told => (told.Seq, told.LastSeq)));
    }

    private async Task StoreAsync(int first, int last)
    {
        if (epoch == 0)
            epoch = await Sandbox.StartSaleAsync("phone", stock: 1_000);
        await Sandbox.Orders.StoreAsync([SampleBatch.Of(epoch, first, last - first + 1)], [], [], CancellationToken.None);
    }

    private async Task<FeedEvent[]> ReadAsync(int after = -1) =>
        [.. await Sandbox.Feed.ReadAsync((int)epoch, after, limit: 1_000, CancellationToken.None)];

    private Task<IReadOnlyList<FeedEvent>> ReadAllAsync() => Sandbox.Feed.ReadAllAsync(default, limit: 1_000, CancellationToken.None);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Sandbox.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
