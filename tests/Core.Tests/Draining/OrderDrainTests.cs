using System.Text;
using System.Threading.Channels;
using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Draining;

public sealed class OrderDrainTests
{
    private static readonly DrainOptions AtOnce = new() { MaxAgeMilliseconds = 0, MaxBackoffMilliseconds = 400 };

    private readonly Journal journal = new();
    private readonly StandInOrderStore store;
    private readonly ManualTimeProvider time = new();
    private readonly RecordingLogger<OrderDrain> log = new();
    private readonly Channel<Delivery> deliveries = Channel.CreateUnbounded<Delivery>();

    public OrderDrainTests() => store = new(journal);

    [Fact]
    public async Task What_waits_is_stored_in_one_transaction_and_then_acknowledged_once()
    {
        Deliver(Batch(first: 1, count: 2));
        Deliver(Batch(first: 3));
        Deliver(Batch(first: 4, count: 3));
        await DrainAllAsync(AtOnce);
        Assert.Equal(["commit 1-2 3 4-6", "ack 4"], journal.Lines);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_group_is_full_at_its_number_of_orders(int maxBatch)
    {
        Deliver(Batch(first: 1, count: 2));
        Deliver(Batch(first: 3, count: 3));
        Deliver(Batch(first: 6));
        await DrainAllAsync(new() { MaxBatch = maxBatch });
        Assert.Equal(["commit 1-2 3-5", "ack 3", "commit 6", "ack 6"], journal.Lines);
    }

    [Fact]
    public async Task A_group_that_fills_up_meanwhile_does_not_wait_for_its_age()
    {
        Deliver(Batch(first: 1));
        var draining = Run(new() { MaxBatch = 2, MaxAgeMilliseconds = 20 });
        await time.NextTimerAsync("the first message waits for others");
        Deliver(Batch(first: 2));
        await journal.ReadsAsync("ack 2");

        deliveries.Writer.Complete();
        await draining.Within("the drain's end");
        Assert.Equal(["commit 1 2", "ack 2"], journal.Lines);
    }

    [Fact]
    public async Task The_first_message_of_a_group_waits_for_others_until_its_age()
    {
        Deliver(Batch(first: 1));
        var draining = Run(new() { MaxBatch = 100, MaxAgeMilliseconds = 20 });
        Assert.Equal(TimeSpan.FromMilliseconds(20), await time.NextTimerAsync("the first message waits for others"));
        time.Advance(19);
        Deliver(Batch(first: 2));
        Assert.Empty(journal.Lines);
        time.Advance(1);
        await journal.ReadsAsync("ack 2");

        Deliver(Batch(first: 3));
        Assert.Equal(TimeSpan.FromMilliseconds(20), await time.NextTimerAsync("the next group waits for others"));
        time.Advance(20);
        await journal.ReadsAsync("ack 3");

        deliveries.Writer.Complete();
        await draining.Within("the drain's end");
        Assert.Equal(["commit 1 2", "ack 2", "commit 3", "ack 3"], journal.Lines);
    }

    [Fact]
    public async Task It_ends_with_the_deliveries_having_stored_them_all()
    {
        Deliver(Batch(first: 1));
        var draining = Run(new() { MaxBatch = 100, MaxAgeMilliseconds = 20 });
        await time.NextTimerAsync("the first message waits for others");
        Deliver(Batch(first: 2));
        deliveries.Writer.Complete();

        await draining.Within("the drain's end");
        Assert.Equal(["commit 1 2", "ack 2"], journal.Lines);
    }

    [Fact]
    public async Task A_refused_order_is_split_out_and_everything_else_stored_before_the_one_acknowledgement()
    {
        var batch = Batch(first: 3, count: 3) with { Quantities = [1, 0, 1] };
        Deliver(Batch(first: 1, count: 2));
        Deliver(batch);
        Deliver(Batch(first: 6, count: 2));
        await DrainAllAsync(AtOnce);

        Assert.Equal(
            [
                "refuse 1-2 3-5 6-7",
                "commit 1-2",
                "refuse 3-5", "commit 3", "refuse 4", "commit letter", "commit 5",
                "commit 6-7",
                "ack 6",
            ],
            journal.Lines);
        Assert.Equal([(Encoding.UTF8.GetString(batch.OrderAt(1).ToJson()), "an order of 0 units")], store.Letters);
        Assert.Equal(["A message was dead-lettered: an order of 0 units"], log.Messages);
    }

    [Fact]
    public async Task Orders_and_transitions_are_stored_in_one_transaction()
    {
        Deliver(Held(first: 1, count: 2));
        Deliver(Happened(3, To(1, TransitionKind.Confirmed), To(2, TransitionKind.Released)).ToJson(), "3");
        await DrainAllAsync(AtOnce);
        Assert.Equal(["commit 1-2 t3-4", "ack 3"], journal.Lines);
    }

    [Fact]
    public async Task G8_a_refused_transition_is_split_out_and_everything_else_stored()
    {
        var transitions = Happened(2, To(1, TransitionKind.Confirmed), To(1, TransitionKind.Cancelled) with { Quantity = 0 });
        Deliver(Held(first: 1));
        Deliver(transitions.ToJson(), "2");
        await DrainAllAsync(AtOnce);

        Assert.Equal(["refuse 1 t2-3", "commit 1", "refuse t2-3", "commit t2", "refuse t3", "commit letter", "ack 2"], journal.Lines);
        Assert.Equal(Encoding.UTF8.GetString(transitions.TransitionAt(1).ToJson()), Assert.Single(store.Letters).Body);
    }

    [Fact]
    public async Task A_group_is_full_at_its_number_of_orders_and_transitions()
    {
        Deliver(Batch(first: 1, count: 2));
        Deliver(Happened(3, To(1, TransitionKind.Released), To(2, TransitionKind.Released)).ToJson(), "3");
        Deliver(Batch(first: 5));
        await DrainAllAsync(new() { MaxBatch = 4 });
        Assert.Equal(["commit 1-2 t3-4", "ack 3", "commit 5", "ack 5"], journal.Lines);
    }

    [Fact]
    public async Task G8_a_message_that_cannot_be_read_is_kept_as_it_is_in_the_transaction_that_stores_the_others()
    {
        Deliver(Batch(first: 1));
        Deliver("hello", "hello");
        Deliver(Batch(first: 2));
        Deliver((Batch(first: 3) with { Epoch = 0 }).ToJson(), "3");
        await DrainAllAsync(AtOnce);

        Assert.Equal(["commit 1 2 letter letter", "ack 3"], journal.Lines);
        Assert.Equal("hello", store.Letters[0].Body);
        Assert.StartsWith("Not a batch of orders: ", store.Letters[0].Reason, StringComparison.Ordinal);
        Assert.Equal("Not a batch of orders: epoch 0 is less than 1.", store.Letters[1].Reason);
    }

    [Fact]
    public async Task G8_a_dead_letter_says_when_it_was_put_aside_for_the_first_time()
    {
        Deliver("hello", "hello");
        Deliver(Batch() with { Quantities = [0] });
        await DrainAllAsync(AtOnce);
        Assert.Equal([(time.GetUtcNow(), 1), (time.GetUtcNow(), 1)], store.Pasts);
    }

    [Fact]
    public async Task G8_a_replay_in_vain_is_one_more_attempt_of_the_same_letter()
    {
        var firstSeen = DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_000);
        Deliver(Batch(first: 1, count: 2) with { Quantities = [0, 0] }, new(2, firstSeen));
        Deliver("hello", "hello");
        Deliver((Batch(first: 3) with { Version = 3 }).ToJson(), "3", new(4, firstSeen));
        Deliver(Batch(first: 4) with { Quantities = [0] });
        await DrainAllAsync(AtOnce);

        // What cannot be read is kept before a refused group is split.
        Assert.Equal(
            [(time.GetUtcNow(), 1), (firstSeen, 5), (firstSeen, 3), (firstSeen, 3), (time.GetUtcNow(), 1)],
            store.Pasts);
    }

    [Fact]
    public async Task A_group_of_nothing_readable_is_put_aside_and_acknowledged()
    {
        Deliver("hello", "hello");
        await DrainAllAsync(AtOnce);
        Assert.Equal(["commit letter", "ack hello"], journal.Lines);
    }

    [Fact]
    public async Task An_absent_store_is_waited_for_and_then_stores_the_same_orders()
    {
        Deliver(Batch(first: 1, count: 2));
        Deliver(Batch(first: 3));
        store.AwayFor = 5;
        var draining = Run(AtOnce);

        var tries = 0;
        foreach (var pause in new[] { 50, 100, 200, 400, 400 })
        {
            Assert.Equal(TimeSpan.FromMilliseconds(pause), await time.NextTimerAsync($"the pause of {pause} ms"));
            Assert.Equal(Enumerable.Repeat("away 1-2 3", ++tries), journal.Lines);
            time.Advance(pause);
        }

        await journal.ReadsAsync("ack 3");
        Assert.Equal([.. Enumerable.Repeat("away 1-2 3", 5), "commit 1-2 3", "ack 3"], journal.Lines);
        Assert.Equal(["The store takes no orders; they wait in the broker until it does", "The store takes orders again"], log.Messages);

        store.AwayFor = 1;
        Deliver(Batch(first: 4));
        Assert.Equal(TimeSpan.FromMilliseconds(50), await time.NextTimerAsync("the first pause of the next outage"));
        time.Advance(50);
        deliveries.Writer.Complete();
        await draining.Within("the drain's end");
        Assert.Equal(["away 4", "commit 4", "ack 4"], journal.Lines.Skip(7));
    }

    [Fact]
    public async Task A_store_that_goes_away_amid_a_split_is_waited_for_too()
    {
        Deliver(Batch(first: 1, count: 2) with { Quantities = [1, 0] });
        var draining = Run(new() { MaxBatch = 100, MaxAgeMilliseconds = 20, MaxBackoffMilliseconds = 400 });
        await time.NextTimerAsync("the first message waits for others");
        store.AwayFor = 1;
        time.Advance(20);
        await time.NextTimerAsync("the pause");
        Assert.Equal(["away 1-2"], journal.Lines);

        time.Advance(50);
        await journal.ReadsAsync("ack 1");
        deliveries.Writer.Complete();
        await draining.Within("the drain's end");
        Assert.Equal(["away 1-2", "refuse 1-2", "commit 1", "refuse 2", "commit letter", "ack 1"], journal.Lines);
    }

    [Fact]
    public async Task G8_a_letter_of_a_group_that_is_refused_is_kept_once_whatever_becomes_of_the_others()
    {
        Deliver("hello", "hello");
        Deliver(Batch(first: 1, count: 2) with { Quantities = [1, 0] });
        await DrainAllAsync(AtOnce);
        Assert.Equal(["refuse 1-2 letter", "commit letter", "commit 1", "refuse 2", "commit letter", "ack 1"], journal.Lines);
        Assert.Equal(2, store.Letters.Count);
    }

    [Fact]
    public async Task G3_G8_an_absent_store_is_waited_for_by_letters_too_before_anything_is_acknowledged()
    {
        Deliver("hello", "hello");
        store.AwayFor = 2;
        var draining = Run(AtOnce);

        Assert.Equal(TimeSpan.FromMilliseconds(50), await time.NextTimerAsync("the first pause"));
        time.Advance(50);
        Assert.Equal(TimeSpan.FromMilliseconds(100), await time.NextTimerAsync("the second pause"));
        Assert.Equal(["away letter", "away letter"], journal.Lines);
        time.Advance(100);

        deliveries.Writer.Complete();
        await draining.Within("the drain's end");
        Assert.Equal(["commit letter", "ack hello"], journal.Lines.Skip(2));
        Assert.Single(store.Letters);
    }

    [Fact]
    public async Task G8_a_letter_that_a_store_refuses_is_kept_as_soon_as_it_does_not()
    {
        Deliver("hello", "hello");
        store.RefuseFor = 1;
        var draining = Run(AtOnce);
        time.Advance(await time.NextTimerAsync("the pause after the refusal"));

        deliveries.Writer.Complete();
        await draining.Within("the drain's end");
        Assert.Equal(["refuse letter", "commit letter", "ack hello"], journal.Lines);
    }

    [Fact]
    public async Task The_first_pause_is_the_shortest_again_once_a_letter_was_kept()
    {
        var draining = Run(AtOnce);
        foreach (var text in new[] { "hello", "goodbye" })
        {
            store.AwayFor = 1;
            Deliver(text, text);
            var pause = await time.NextTimerAsync($"the pause before '{text}' is kept");
            time.Advance(pause);
            await journal.ReadsAsync($"ack {text}");
            Assert.Equal(TimeSpan.FromMilliseconds(50), pause);
        }

        deliveries.Writer.Complete();
        await draining.Within("the drain's end");
    }

    [Fact]
    public async Task What_it_was_about_to_store_when_it_is_cancelled_is_not_acknowledged()
    {
        using var stop = new CancellationTokenSource();
        Deliver(Batch(first: 1));
        store.AwayFor = 2;
        var draining = Run(AtOnce, stop.Token);
        await time.NextTimerAsync("the pause");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => draining.Within("the drain's end"));
        Assert.Equal(["away 1"], journal.Lines);
    }

    [Fact]
    public async Task What_it_was_gathering_when_it_is_cancelled_is_neither_stored_nor_acknowledged()
    {
        using var stop = new CancellationTokenSource();
        Deliver(Batch(first: 1));
        var draining = Run(new() { MaxAgeMilliseconds = 20 }, stop.Token);
        await time.NextTimerAsync("the first message waits for others");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => draining.Within("the drain's end"));
        Assert.Empty(journal.Lines);
    }

    private Task Run(DrainOptions options, CancellationToken cancellation = default) =>
        new OrderDrain(store, options, time, log).RunAsync(deliveries.Reader, cancellation);

    private async Task DrainAllAsync(DrainOptions options)
    {
        deliveries.Writer.Complete();
        await Run(options).Within("the drain's end");
    }

    private void Deliver(OrderBatch batch, PastAttempts past = default) => Deliver(batch.ToJson(), $"{batch.FirstPosition}", past);

    private void Deliver(string text, string name) => Deliver(Encoding.UTF8.GetBytes(text), name);

    private void Deliver(byte[] body, string name, PastAttempts past = default) => Assert.True(deliveries.Writer.TryWrite(new(
        body,
        () =>
        {
            journal.Write($"ack {name}");
            return ValueTask.CompletedTask;
        },
        past: past)));
}
