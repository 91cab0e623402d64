using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;

namespace FlashFlow.Infrastructure.Tests.Postgres;

/// <summary>G3, G8: what the store says of numbers of transitions decides what leaves the outbox.</summary>
public sealed class SettledNumbersTests : SandboxTests
{
    private long epoch;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_stored_without_a_gap_is_settled_whether_the_feed_has_told_it_or_not(bool isTold)
    {
        await BeginAsync();
        await StoreAsync(1, 3);
        await StoreAsync(5, 6);
        if (isTold)
            await Sandbox.AdvanceFeedAsync();

        Assert.Equal([3, 2, 3, 6, 5, 6], await ThroughAsync((1, 3), (1, 2), (2, 9), (5, 6), (5, 5), (6, 9)));
        Assert.Equal([3, 6, 9], await ThroughAsync((4, 4), (7, 8), (10, 12)));
        Assert.Equal((isTold ? 3 : 0, 6), (await FindAsync((1, 1))) switch { [var found] => (found.Dense, found.Latest), _ => default });
    }

    [Fact]
    public async Task A_sale_that_the_store_does_not_know_has_nothing()
    {
        await BeginAsync();
        var found = await Sandbox.SettledNumbers.FindAsync([new(epoch + 1, 1, 5), new(4_000_000_000, 1, 5), new(epoch, 4_000_000_000, 4_000_000_001)], CancellationToken.None);
        Assert.Equal([new(0, 0, 0), new(0, 0, 0), new(3_999_999_999, 0, 0)], found);
        Assert.Empty(await Sandbox.SettledNumbers.FindAsync([], CancellationToken.None));
    }

    [Fact]
    public async Task Transitions_count_as_orders_do()
    {
        await BeginAsync();
        var held = SampleBatch.Held(epoch, 1, 2);
        await Sandbox.Orders.StoreAsync([held], [], [], CancellationToken.None);
        await Sandbox.Orders.StoreAsync(
            [], [SampleBatch.Transitions(epoch, 3, SampleBatch.To(held.OrderIds[0], 1, TransitionKind.Expired), new() { Kind = TransitionKind.Paused })], [], CancellationToken.None);
        await StoreAsync(5, 5);
        Assert.Equal([5], await ThroughAsync((1, 9)));
    }

    // Its row is there, and what it was held or sold by is not.
    [Fact]
    public async Task An_order_of_which_only_a_later_transition_is_stored_is_not_settled()
    {
        await BeginAsync();
        var held = SampleBatch.Held(epoch, 1, 1);
        var expired = SampleBatch.Transitions(epoch, 2, SampleBatch.To(held.OrderIds[0], 1, TransitionKind.Expired));
        await Sandbox.Orders.StoreAsync([], [expired], [], CancellationToken.None);
        Assert.Equal([0, 2], await ThroughAsync((1, 2), (2, 2)));

        await Sandbox.Orders.StoreAsync([held], [], [], CancellationToken.None);
        Assert.Equal([2], await ThroughAsync((1, 2)));
    }

    [Theory]
    [InlineData("dead")]
    [InlineData("replayed")]
    [InlineData("discarded")]
    public async Task G8_a_dead_letter_is_settled_whatever_was_decided_about_it(string state)
    {
        await BeginAsync();
        await StoreAsync(1, 1);
        await StoreAsync(4, 5);
        await PutAsideAsync(SampleBatch.Of(epoch, 2, 1).ToJson());
        await PutAsideAsync(SampleBatch.Transitions(epoch, 3, new Transition { Kind = TransitionKind.Paused }).ToJson());
        await ExecuteAsync($"UPDATE dead_letters SET state = '{state}'");
        await Sandbox.AdvanceFeedAsync();

        Assert.Equal([5, 2, 3], await ThroughAsync((1, 9), (2, 2), (3, 3)));
    }

    [Fact]
    public async Task What_a_rebuild_gave_up_is_settled_once_it_was_carried_out()
    {
        await BeginAsync();
        await StoreAsync(1, 1);
        await Sandbox.SaleStore.NoteLossAsync(epoch, [(2, 3)], lastSeq: 3, CancellationToken.None);
        Assert.Equal([1], await ThroughAsync((1, 4)));

        await StoreAsync(4, 4);
        Assert.Equal([4], await ThroughAsync((1, 4)));
    }

    [Fact]
    public async Task So_much_is_looked_at_as_is_quickly_done()
    {
        await BeginAsync();
        await StoreManyAsync(1, 150_000);
        Assert.Equal([100_000, 150_000], await ThroughAsync((1, 150_000), (60_001, 150_000)));

        await Sandbox.AdvanceFeedAsync();
        Assert.Equal([150_000], await ThroughAsync((1, 150_000)));
    }

    // A broker that lost everything leaves many gaps, and each of them a long way before what is stored.
    [Fact]
    public async Task Many_gaps_before_much_that_is_stored_are_found_quickly()
    {
        await BeginAsync();
        await StoreManyAsync(10_001, 150_000);
        var gaps = Enumerable.Range(0, 100).Select(i => ((long)(100 * i) + 1, (long)(100 * i) + 100)).ToArray();
        Assert.Equal(gaps.Select(gap => gap.Item1 - 1), await ThroughAsync(gaps));
    }

    [Fact]
    public async Task What_cannot_be_read_is_known_as_a_dead_letter_by_its_fingerprint()
    {
        await BeginAsync();
        var letter = new DeadLetter("hello"u8.ToArray(), "a reason", FirstSeen: null);
        await PutAsideAsync(letter.Body);
        Assert.Equal([letter.Fingerprint], await Sandbox.SettledNumbers.FindLettersAsync([letter.Fingerprint, "00"], CancellationToken.None));
    }

    private Task StoreManyAsync(int first, int last) => ExecuteAsync($"""
        INSERT INTO orders (accepted_at, order_id, epoch, position, quantity)
        SELECT now(), gen_random_uuid(), {epoch}, n, 1 FROM generate_series({first}, {last}) AS n
        """);

    private async Task BeginAsync() => epoch = await Sandbox.StartSaleAsync("phone", stock: 1_000_000);

    private async Task<IEnumerable<long>> ThroughAsync(params (long First, long Last)[] ranges) => (await FindAsync(ranges)).Select(found => found.Through);

    private Task<IReadOnlyList<SettledRange>> FindAsync(params (long First, long Last)[] ranges) =>
        Sandbox.SettledNumbers.FindAsync([.. ranges.Select(range => new SeqRange(epoch, range.First, range.Last))], CancellationToken.None);

    private Task StoreAsync(long first, long last) =>
        Sandbox.Orders.StoreAsync([SampleBatch.Of(epoch, first, (int)(last - first + 1))], [], [], CancellationToken.None);

    private Task PutAsideAsync(ReadOnlyMemory<byte> body) =>
        Sandbox.Orders.StoreAsync([], [], [new(body, "a reason", FirstSeen: null)], CancellationToken.None);

    private async Task ExecuteAsync(string statement)
    {
        await using var command = Sandbox.Database.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }
}
