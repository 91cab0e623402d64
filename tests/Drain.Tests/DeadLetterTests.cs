using System.Text;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using FlashFlow.Core.Reviewing;
using FlashFlow.Testing;
using Microsoft.AspNetCore.Builder;
using RabbitMQ.Client;

namespace FlashFlow.Drain.Tests;

/// <summary>What the drain cannot store, from the orders queue to the dead letters and back, on the real servers.</summary>
public sealed class DeadLetterTests : IAsyncLifetime
{
    private const string Poison = "nonsense";

    private Sandbox sandbox = null!;
    private WebApplication drain = null!;
    private long epoch;

    public async Task InitializeAsync()
    {
        sandbox = await Sandbox.CreateAsync();
        epoch = await sandbox.StartSaleAsync("phone", stock: 10_000);
        drain = await RunningDrain.StartAsync(sandbox);
    }

    public async Task DisposeAsync()
    {
        await drain.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task G8_poison_unknown_versions_and_conflicts_are_put_aside_with_reason_time_and_attempts()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        await PublishAsync(Encoding.UTF8.GetBytes(Poison));
        await PublishAsync((Batch(1) with { Version = 4 }).ToJson());
        await PublishAsync(Batch(2).ToJson());
        await PublishAsync(Batch(2).ToJson());

        var letters = await LettersAsync(3);

        Assert.All(letters, letter => Assert.Equal(1, letter.Attempts));
        Assert.All(letters, letter => Assert.InRange(letter.FirstSeen!.Value, before, DateTimeOffset.UtcNow.AddSeconds(1)));
        Assert.Single(letters, letter => letter.Reason.StartsWith("Not a batch of orders: 'nonsense' is an invalid JSON", StringComparison.Ordinal));
        Assert.Single(letters, letter => letter.Reason == "Not a batch of orders: version 4 is not from 1 to 3.");
        Assert.Single(letters, letter => letter.Reason == $"position 2 of sale {epoch} is another order's");
    }

    [Fact]
    public async Task G3_G8_a_letter_replayed_after_its_cause_is_gone_is_stored_exactly_once()
    {
        var order = Batch(1);
        await BlockPositionAsync(1);
        await PublishAsync(order.ToJson());
        await PublishAsync(order.ToJson()); // Delivered twice, and kept once.
        await QuietAsync();
        await LettersAsync(1);

        await UnblockAsync();
        await ReviewAsync((review, letter) => review.ReplayAsync(letter, CancellationToken.None));

        await Eventually.SeesAsync("the order stored", sandbox.StoredOrderIdsAsync, ids => ids.SequenceEqual(order.OrderIds));
        await QuietAsync();
        Assert.Empty(await sandbox.DeadLettersAsync());
    }

    [Fact]
    public async Task G3_G8_a_transition_that_cannot_be_stored_is_put_aside_and_stored_when_it_is_replayed()
    {
        var order = SampleBatch.Held(epoch, first: 1, count: 1);
        var transitions = SampleBatch.Transitions(
            epoch, first: 2, SampleBatch.To(order.OrderIds[0], 1, TransitionKind.Confirmed) with { PaymentRef = "pay-1" }, new() { Kind = TransitionKind.Paused });
        await ExecuteAsync("ALTER TABLE order_events ADD CONSTRAINT blocked CHECK (kind <> 'confirmed')");
        await PublishAsync([.. order.ToJson(), (byte)'\n', .. transitions.ToJson()]);
        var letter = Assert.Single(await LettersAsync(1));
        Assert.Equal(transitions.TransitionAt(0).ToJson(), letter.Body);
        await Eventually.HoldsAsync("the other transition stored", async () => await TransitionsAsync(order.OrderIds[0]) == (1, OrderStatus.Held));

        await ExecuteAsync("ALTER TABLE order_events DROP CONSTRAINT blocked");
        await ReviewAsync((review, found) => review.ReplayAsync(found, CancellationToken.None));
        await Eventually.HoldsAsync("both transitions stored", async () => await TransitionsAsync(order.OrderIds[0]) == (2, OrderStatus.Confirmed));
        Assert.Empty(await sandbox.DeadLettersAsync());
    }

    [Fact]
    public async Task G1_a_number_that_another_transition_has_is_put_aside()
    {
        var order = SampleBatch.Held(epoch, first: 1, count: 1);
        await PublishAsync(order.ToJson());
        await PublishAsync(SampleBatch.Transitions(epoch, first: 2, SampleBatch.To(order.OrderIds[0], 1, TransitionKind.Confirmed)).ToJson());
        await QuietAsync();
        await PublishAsync(SampleBatch.Transitions(epoch, first: 2, SampleBatch.To(order.OrderIds[0], 1, TransitionKind.Released)).ToJson());
        Assert.Equal($"Transition 2 of sale {epoch} is stored already, and is another one.", Assert.Single(await LettersAsync(1)).Reason);
        Assert.Equal((1L, OrderStatus.Confirmed), await TransitionsAsync(order.OrderIds[0]));
    }

    // As if the process died between the broker's confirm and the note that it was replayed.
    [Fact]
    public async Task G3_a_replay_that_was_cut_short_is_stored_once_and_the_letter_left_behind_does_not_count()
    {
        var id = await AcceptBlockedAsync();
        var letter = Assert.Single(await LettersAsync(1));
        await UnblockAsync();
        await sandbox.Replay.ReplayAsync(letter);
        await Eventually.SeesAsync("the order stored", sandbox.StoredOrderIdsAsync, ids => ids.SequenceEqual([id]));

        await sandbox.AtRestAsync("phone");
        await ReviewAsync((review, left) => review.ReplayAsync(left, CancellationToken.None));
        await QuietAsync();
        Assert.Equal([id], await sandbox.StoredOrderIdsAsync());
        Assert.Equal(default, (await sandbox.AtRestAsync("phone")).Dead);
    }

    [Fact]
    public async Task G8_a_letter_replayed_in_vain_comes_back_with_one_more_attempt_and_its_first_time()
    {
        await BlockPositionAsync(1);
        await PublishAsync(Batch(1).ToJson());
        await PublishAsync(Encoding.UTF8.GetBytes(Poison));
        var first = await LettersAsync(2);

        await ReviewAsync((review, letter) => review.ReplayAsync(letter, CancellationToken.None));
        var second = await LettersAsync(2, attempts: 2);
        await ReviewAsync((review, letter) => review.ReplayAsync(letter, CancellationToken.None));
        var third = await LettersAsync(2, attempts: 3);

        Assert.Equal(Named(first), Named(second));
        Assert.Equal(Named(first), Named(third));
    }

    [Fact]
    public async Task G6_a_discarded_order_stays_in_the_books_as_discarded()
    {
        await AcceptBlockedAsync();
        await LettersAsync(1);
        Assert.Equal(new(1, 1), (await sandbox.AtRestAsync("phone")).Dead);

        await ReviewAsync((review, letter) => review.DiscardAsync(letter, "ada", CancellationToken.None));

        Assert.Empty(await sandbox.DeadLettersAsync());
        var books = await sandbox.AtRestAsync("phone");
        Assert.Equal((default, new(1, 1)), (books.Dead, books.Discarded));
    }

    // Whoever looks takes nothing out, and gives nothing back that would count as a failed delivery.
    [Fact]
    public async Task G6_G8_looking_changes_nothing_and_two_who_look_at_once_see_the_same()
    {
        await AcceptBlockedAsync();
        var letter = Assert.Single(await LettersAsync(1));
        Assert.Equal(new(1, 1), (await sandbox.AtRestAsync("phone")).Dead);

        for (var i = 0; i < 25; i++)
        {
            var looks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => sandbox.Auditor.AuditAsync("phone", CancellationToken.None)));
            Assert.All(looks, books => Assert.Equal((new(1, 1), true), (books[0].Dead, books[0].IsBalanced)));
        }

        Assert.Equal(letter.Fingerprint, Assert.Single(await sandbox.DeadLettersAsync()).Fingerprint);
    }

    [Fact]
    public async Task G8_a_replayed_letter_that_the_broker_lost_waits_again_and_is_stored_when_it_is_replayed_once_more()
    {
        var id = await AcceptBlockedAsync();
        await LettersAsync(1);
        await UnblockAsync();
        await drain.StopAsync();
        await ReviewAsync((review, letter) => review.ReplayAsync(letter, CancellationToken.None));
        await using (var connection = await new ConnectionFactory { Uri = sandbox.RabbitMq.ListNodes()[0] }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
            await channel.QueueDeleteAsync($"{sandbox.RabbitMq.Prefix}.orders");

        await using var next = await RunningDrain.StartAsync(sandbox);
        await ExecuteAsync("UPDATE dead_letters SET replayed_at = replayed_at - interval '1 minute'");
        await LettersAsync(1);
        await ReviewAsync((review, letter) => review.ReplayAsync(letter, CancellationToken.None));

        await Eventually.SeesAsync("the order stored", sandbox.StoredOrderIdsAsync, ids => ids.SequenceEqual([id]));
        Assert.Empty(await sandbox.DeadLettersAsync());
    }

    // A queue of an earlier version, or a policy, may have the broker give up what was delivered too often.
    [Fact]
    public async Task G8_what_the_broker_gives_up_is_a_dead_letter_and_can_be_replayed()
    {
        await drain.StopAsync();
        var order = Batch(1);
        await PublishAsync(order.ToJson());
        await using (var connection = await new ConnectionFactory { Uri = sandbox.RabbitMq.ListNodes()[0] }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            var message = await Eventually.SeesAsync(
                "the message", () => channel.BasicGetAsync($"{sandbox.RabbitMq.Prefix}.orders", autoAck: false), found => found is not null);
            await channel.BasicRejectAsync(message!.DeliveryTag, requeue: false);
        }

        await using var next = await RunningDrain.StartAsync(sandbox);
        var letter = Assert.Single(await LettersAsync(1));
        Assert.Equal("The broker gave it up: a consumer rejected it.", letter.Reason);
        Assert.Equal(order.OrderIds, OrderBatch.Parse(letter.Body.Span).OrderIds);

        await ReviewAsync((review, given) => review.ReplayAsync(given, CancellationToken.None));
        await Eventually.SeesAsync("the order stored", sandbox.StoredOrderIdsAsync, ids => ids.SequenceEqual(order.OrderIds));
        Assert.Empty(await sandbox.DeadLettersAsync());
    }

    private async Task<(long Stored, OrderStatus Status)> TransitionsAsync(Guid orderId)
    {
        var settled = await sandbox.StoredOrders.CountAsync(["phone"], CancellationToken.None);
        var order = await sandbox.StoredOrders.FindAsync("phone", orderId, CancellationToken.None);
        return (settled.Single().Transitions.Stored, order!.State.Status);
    }

    private OrderBatch Batch(long first) => SampleBatch.Of(epoch, first, count: 1);

    private Task PublishAsync(byte[] body) => sandbox.PublishAsync(new OutboxEntry("phone", "1-1", body));

    /// <summary>An order as guards take it, at position 1 of the sale, which the store refuses.</summary>
    private async Task<Guid> AcceptBlockedAsync()
    {
        await BlockPositionAsync(1);
        var buy = new OrderOperation(OrderIds.New(TimeProvider.System), "ada", 1);
        var entry = (await sandbox.BuyAsync("phone", buy)).Entry!;
        await sandbox.PublishAsync(entry);
        await sandbox.Outbox.RemoveAsync("phone", [entry.Id]);
        return buy.OrderId;
    }

    // A rule of the table that a sound order breaks stands for any cause that an operator can remove.
    private Task BlockPositionAsync(int position) =>
        ExecuteAsync($"ALTER TABLE orders ADD CONSTRAINT blocked CHECK (position <> {position})");

    private Task UnblockAsync() => ExecuteAsync("ALTER TABLE orders DROP CONSTRAINT blocked");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = sandbox.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task ReviewAsync(Func<DeadLetterReview, ReviewedLetter, Task> decide)
    {
        var review = await DeadLetterReview.OpenAsync(sandbox.DeadLetters, sandbox.Replay, CancellationToken.None);
        Assert.NotEmpty(review.Letters);
        foreach (var letter in review.Letters)
            await decide(review, letter);
    }

    private Task<IReadOnlyList<DeadLetter>> LettersAsync(int count, int attempts = 1) => Eventually.SeesAsync(
        $"{count} dead letters with {attempts} attempts",
        sandbox.DeadLettersAsync,
        letters => letters.Count == count && letters.All(letter => letter.Attempts == attempts));

    // A message published last is through when nothing waits and a later order is stored.
    private async Task QuietAsync()
    {
        var last = Batch(9_999);
        await PublishAsync(last.ToJson());
        await Eventually.HoldsAsync("a later order stored", async () => (await sandbox.StoredOrderIdsAsync()).Remove(last.OrderIds[0]));
        await ExecuteAsync("DELETE FROM orders WHERE position = 9999");
    }

    private static IEnumerable<(string, string, DateTimeOffset?)> Named(IEnumerable<DeadLetter> letters) =>
        letters.Select(letter => (letter.Id, letter.Reason, letter.FirstSeen)).Order();
}
