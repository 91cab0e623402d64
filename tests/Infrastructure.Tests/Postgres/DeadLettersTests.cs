using System.Text;
using FlashFlow.Core.Auditing;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Reviewing;
using FlashFlow.Infrastructure.Postgres;

namespace FlashFlow.Infrastructure.Tests.Postgres;

public sealed class DeadLettersTests : SandboxTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_123);

    [Fact]
    public async Task G8_a_letter_is_kept_in_the_transaction_that_stores_the_rest_of_its_group()
    {
        var good = SampleBatch.Of(epoch: 7, first: 1, count: 2);
        await KeepAsync([good], Letter("hello"));
        var bad = SampleBatch.Of(epoch: 7, first: 9, count: 1) with { Quantities = [0] };
        await Assert.ThrowsAsync<OrderRejectedException>(() => KeepAsync([bad], Letter("goodbye")));

        Assert.Equal(good.OrderIds, await Sandbox.StoredOrderIdsAsync());
        Assert.Equal(["hello"], (await Sandbox.DeadLettersAsync()).Select(letter => Text(letter.Body)));
    }

    [Fact]
    public async Task G8_a_letter_kept_twice_is_one_with_its_first_time()
    {
        await KeepAsync(Letter("a") with { Attempts = 1 });
        await KeepAsync(Letter("a") with { FirstSeen = Noon.AddSeconds(5), Reason = "a redelivery" });
        await KeepAsync(Letter("a") with { FirstSeen = Noon.AddSeconds(9), Reason = "in vain", Attempts = 2 });

        var letter = Assert.Single(await Sandbox.DeadLettersAsync());
        Assert.Equal((Noon, 2, "in vain"), (letter.FirstSeen, letter.Attempts, letter.Reason));
    }

    [Fact]
    public async Task A_letter_is_found_by_the_first_digits_of_its_hash_whether_it_waits_or_not()
    {
        await KeepAsync(Letter("a"), Letter("b"));
        await DiscardAsync(Letter("b"));

        foreach (var (letter, waits) in new[] { (Letter("a"), true), (Letter("b"), false) })
        {
            var found = Assert.Single(await Sandbox.DeadLetters.FindAsync(letter.Id, CancellationToken.None));
            Assert.Equal((letter.Fingerprint, waits), (found.Letter.Fingerprint, found.IsWaiting));
        }

        Assert.Empty(await Sandbox.DeadLetters.FindAsync("00000000", CancellationToken.None));
    }

    [Fact]
    public async Task G6_an_order_counts_once_and_where_it_has_come_furthest()
    {
        var batch = SampleBatch.Of(epoch: 7, first: 1, count: 4) with { Quantities = [1, 2, 3, 4] };
        await KeepAsync(Letter(batch));
        await KeepAsync(Letter(batch.OrderAt(1)), Letter(SampleBatch.Of(epoch: 7, first: 9, count: 1) with { ProductId = "tablet" }), Letter("hello"));
        Assert.Equal([new("phone", 7, default, Dead: new(4, 10), default)], await CountAsync("phone"));

        await DiscardAsync(Letter(batch.OrderAt(1)));
        Assert.Equal([new("phone", 7, default, Dead: new(4, 10), default)], await CountAsync("phone"));

        await DiscardAsync(Letter(batch));
        await KeepAsync([batch.OrderAt(0)]);
        Assert.Equal([new("phone", 7, default, default, Discarded: new(3, 9))], await CountAsync("phone"));
    }

    [Fact]
    public async Task G8_a_replayed_letter_waits_no_more_unless_it_comes_back_in_vain()
    {
        var batch = SampleBatch.Of(epoch: 7, first: 1, count: 1);
        await KeepAsync(Letter(batch));
        await Sandbox.DeadLetters.MarkReplayedAsync(Letter(batch), CancellationToken.None);
        await KeepAsync(Letter(batch)); // The first attempt, delivered once more.
        Assert.Empty(await Sandbox.DeadLettersAsync());
        Assert.Empty(await CountAsync("phone"));

        await KeepAsync(Letter(batch) with { Attempts = 2, FirstSeen = Noon });
        Assert.Equal(2, Assert.Single(await Sandbox.DeadLettersAsync()).Attempts);
        Assert.Equal([new("phone", 7, default, Dead: new(1, 1), default)], await CountAsync("phone"));
    }

    [Fact]
    public async Task G8_what_was_replayed_and_is_nowhere_waits_again()
    {
        var epoch = await Sandbox.StartSaleAsync("phone", stock: 5);
        var sound = SampleBatch.Of(epoch, first: 1, count: 2);
        var lost = SampleBatch.Of(epoch, first: 3, count: 2);
        var late = SampleBatch.Of(epoch, first: 5, count: 1);
        DeadLetter[] letters = [Letter(sound), Letter(lost), Letter(late), Letter("hello")];
        await KeepAsync(letters);
        foreach (var letter in letters)
            await Sandbox.DeadLetters.MarkReplayedAsync(letter, CancellationToken.None);

        // One order of each is stored, and the other of the first is a letter of its own.
        await KeepAsync([sound.OrderAt(0), lost.OrderAt(0)], Letter(sound.OrderAt(1)));
        await ExecuteAsync($"UPDATE dead_letters SET replayed_at = CASE WHEN letter_id = '{Letter(late).Fingerprint}' THEN now() ELSE now() - interval '61 seconds' END");
        Assert.Equal(2, await Sandbox.DeadLetters.RecallAsync(TimeSpan.FromSeconds(60), CancellationToken.None));

        Assert.Equal(
            [.. new[] { Letter(lost), Letter("hello"), Letter(sound.OrderAt(1)) }.Select(letter => letter.Id).Order()],
            (await Sandbox.DeadLettersAsync()).Select(letter => letter.Id).Order());
        Assert.Equal(0, await Sandbox.DeadLetters.RecallAsync(TimeSpan.FromSeconds(60), CancellationToken.None));
        Assert.Equal([new("phone", epoch, Stored: new(2, sound.Quantities[0] + lost.Quantities[0]), Dead: new(2, sound.Quantities[1] + lost.Quantities[1]), default)], await CountAsync("phone"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task G8_a_replayed_transition_waits_again_where_it_is_nowhere(bool isStored)
    {
        var epoch = await Sandbox.StartSaleAsync("phone", stock: 1);
        var batch = SampleBatch.Transitions(epoch, first: 5, new() { Kind = TransitionKind.Paused }, new() { Kind = TransitionKind.Resumed });
        await KeepAsync(Letter(batch));
        await Sandbox.DeadLetters.MarkReplayedAsync(Letter(batch), CancellationToken.None);
        await Sandbox.Orders.StoreAsync([], [isStored ? batch : batch.TransitionAt(0)], [], CancellationToken.None);

        Assert.Equal(isStored ? 0 : 1, await Sandbox.DeadLetters.RecallAsync(TimeSpan.Zero, CancellationToken.None));
        Assert.Equal(isStored ? 0 : 1, (await Sandbox.DeadLettersAsync()).Count);
    }

    // It came back before its replay was noted.
    [Fact]
    public async Task G8_a_letter_that_came_back_meanwhile_is_not_taken_for_replayed()
    {
        await KeepAsync(Letter("a"));
        await KeepAsync(Letter("a") with { Attempts = 2 });
        await Sandbox.DeadLetters.MarkReplayedAsync(Letter("a"), CancellationToken.None);
        Assert.Single(await Sandbox.DeadLettersAsync());
    }

    [Fact]
    public async Task G6_of_two_who_discard_one_does()
    {
        await KeepAsync(Letter("a"));
        Assert.True(await DiscardAsync(Letter("a")));
        Assert.False(await DiscardAsync(Letter("a")));
        Assert.Empty(await Sandbox.DeadLettersAsync());
        Assert.Equal((0, 0), await Sandbox.DeadLetters.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_is_bad_about_a_letter_does_not_keep_it_from_being_kept()
    {
        var bad = SampleBatch.Of(epoch: 1L << 40, first: 1L << 50, count: 3) with { Quantities = [0, -1, int.MaxValue], ShopperIds = ["a\0b", "", "ada"] };
        await KeepAsync(Letter(bad) with { Reason = "a\0b", FirstSeen = null }, Letter(Encoding.UTF8.GetString([0, 200, 10])));

        Assert.Equal([new("phone", 1L << 40, default, Dead: new(3, int.MaxValue - 1L), default)], await CountAsync("phone"));
        Assert.Equal((2, 1), await Sandbox.DeadLetters.CountAsync(CancellationToken.None));
        Assert.Contains(await Sandbox.DeadLettersAsync(), letter => letter.Body.Span.SequenceEqual(bad.ToJson()));
    }

    [Fact]
    public async Task G7_a_rebuild_finds_the_orders_of_letters_whatever_became_of_them()
    {
        var batch = SampleBatch.Of(epoch: 7, first: 1, count: 3);
        await KeepAsync(Letter(batch.OrderAt(0)), Letter(batch.OrderAt(1)), Letter(batch.OrderAt(2)));
        await Sandbox.DeadLetters.MarkReplayedAsync(Letter(batch.OrderAt(1)), CancellationToken.None);
        await DiscardAsync(Letter(batch.OrderAt(2)));

        var dead = await Sandbox.StoredOrders.ReadDeadAsync("phone", CancellationToken.None);
        Assert.Equal(
            [(1, false), (2, false), (3, true)],
            dead.Select(message => (OrderBatch.Parse(message.Body.Span).FirstPosition, message.IsDiscarded)).Order());
    }

    [Fact]
    public async Task G6_a_transition_counts_once_and_where_it_has_come_furthest()
    {
        var epoch = await Sandbox.StartSaleAsync("phone", stock: 1);
        var batch = SampleBatch.Transitions(epoch, first: 5, SampleBatch.To(Guid.NewGuid(), 1, TransitionKind.Released), new() { Kind = TransitionKind.Paused }, new() { Kind = TransitionKind.Resumed });
        await KeepAsync(Letter(batch));
        await KeepAsync(Letter(batch.TransitionAt(1)));
        Assert.Equal(new(Stored: 0, Dead: 3, Discarded: 0), Assert.Single(await CountAsync("phone")).Transitions);
        Assert.Equal((2, 0), await Sandbox.DeadLetters.CountAsync(CancellationToken.None));
        Assert.Equal(2, (await Sandbox.StoredOrders.ReadDeadAsync("phone", CancellationToken.None)).Count);

        await DiscardAsync(Letter(batch));
        Assert.Equal(new(Stored: 0, Dead: 1, Discarded: 2), Assert.Single(await CountAsync("phone")).Transitions);

        await Sandbox.Orders.StoreAsync([], [batch.TransitionAt(1)], [], CancellationToken.None);
        Assert.Equal(new(Stored: 1, Dead: 0, Discarded: 2), Assert.Single(await CountAsync("phone")).Transitions);
    }

    [Fact]
    public async Task G6_what_an_earlier_version_discarded_is_kept()
    {
        var batch = SampleBatch.Of(epoch: 7, first: 1, count: 1);
        await ExecuteAsync($"""
            DROP TABLE schema_versions;
            CREATE TABLE discarded_letters (letter_id text PRIMARY KEY, body bytea NOT NULL, reason text NOT NULL, first_seen timestamptz,
                attempts integer NOT NULL, discarded_at timestamptz NOT NULL DEFAULT now(), discarded_by text NOT NULL);
            CREATE TABLE discarded_orders (order_id uuid PRIMARY KEY, epoch bigint NOT NULL, position bigint NOT NULL, quantity integer NOT NULL,
                product_id text NOT NULL, shopper_id text NOT NULL, letter_id text NOT NULL REFERENCES discarded_letters);
            INSERT INTO discarded_letters VALUES ('one', 'x', 'a reason', NULL, 3, now(), 'ada'), ('two', 'hello', 'a reason', now(), 1, now(), 'bob');
            INSERT INTO discarded_orders VALUES ('{batch.OrderIds[0]}', 7, 1, 2, 'phone', 'ada', 'one');
            """);

        await PostgresSchema.PrepareAsync(Sandbox.Database, CancellationToken.None);
        await PostgresSchema.PrepareAsync(Sandbox.Database, CancellationToken.None);

        Assert.Equal([new("phone", 7, default, default, Discarded: new(1, 2))], await CountAsync("phone"));
        Assert.Empty(await Sandbox.DeadLettersAsync());
        await using var gone = Sandbox.Database.CreateCommand("SELECT to_regclass('discarded_letters') IS NULL AND (SELECT count(*) FROM dead_letters) = 2");
        Assert.Equal(true, await gone.ExecuteScalarAsync());
    }

    private static DeadLetter Letter(string body) => new(Encoding.UTF8.GetBytes(body), "a reason", Noon);

    private static DeadLetter Letter(OrderBatch batch) => new(batch.ToJson(), "a reason", Noon);

    private static DeadLetter Letter(TransitionBatch batch) => new(batch.ToJson(), "a reason", Noon);

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);

    private Task KeepAsync(params DeadLetter[] letters) => KeepAsync([], letters);

    private Task KeepAsync(OrderBatch[] batches, params DeadLetter[] letters) => Sandbox.Orders.StoreAsync(batches, [], letters, CancellationToken.None);

    private Task<bool> DiscardAsync(DeadLetter letter) => Sandbox.DeadLetters.DiscardAsync(letter, "ada", CancellationToken.None);

    private Task<IReadOnlyList<SettledSale>> CountAsync(string productId) => Sandbox.StoredOrders.CountAsync([productId], CancellationToken.None);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Sandbox.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
