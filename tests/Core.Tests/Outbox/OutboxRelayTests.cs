using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Outbox;

public sealed class OutboxRelayTests
{
    private readonly Journal journal = new();
    private readonly StandInPublisher publisher;
    private readonly RecordingLogger<OutboxRelay> log = new();
    private readonly ManualTimeProvider time = new();

    public OutboxRelayTests() => publisher = new(journal);

    [Fact]
    public async Task What_the_broker_does_not_confirm_ends_the_publishing()
    {
        OutboxEntry[] entries = [.. Enumerable.Range(1, 6).Select(id => Entry($"{id}"))];
        publisher.Refuse("4");

        Assert.Equal(2, await New(new() { LingerMilliseconds = 0, MaxBatch = 2 }).PublishAsync(entries));
        Assert.Equal(["publish 1,2", "confirm 1,2", "publish 3,4"], journal.Lines);
    }

    [Fact]
    public async Task A_message_that_is_not_confirmed_does_not_stop_the_relay()
    {
        var relay = New();
        publisher.Refuse("1");
        relay.TryEnqueue(Entry("1"));
        var running = relay.RunAsync(CancellationToken.None);
        await journal.ReadsAsync("publish 1");

        relay.TryEnqueue(Entry("2"));
        await journal.ReadsAsync("confirm 2");
        relay.Complete();
        await running.Within("the relay's end");
    }

    [Fact]
    public async Task What_comes_within_the_linger_shares_a_message()
    {
        var relay = New(new() { LingerMilliseconds = 20 });
        var running = relay.RunAsync(CancellationToken.None);
        relay.TryEnqueue(Entry("1"));
        Assert.Equal(TimeSpan.FromMilliseconds(20), await time.NextTimerAsync("the linger"));
        relay.TryEnqueue(Entry("2"));
        Assert.Empty(journal.Lines);
        time.Advance(20);
        await journal.ReadsAsync("confirm 1,2");

        relay.Complete();
        await running.Within("the relay's end");
    }

    [Fact]
    public async Task A_full_message_waits_for_no_more()
    {
        var relay = New(new() { LingerMilliseconds = 20, MaxBatch = 2 });
        relay.TryEnqueue(Entry("1"));
        relay.TryEnqueue(Entry("2"));
        relay.Complete();
        await relay.RunAsync(CancellationToken.None).Within("the relay's end");
        Assert.Equal(["publish 1,2", "confirm 1,2"], journal.Lines);
    }

    [Fact]
    public async Task Once_complete_it_publishes_what_is_left_and_ends()
    {
        var relay = New();
        foreach (var id in new[] { "1", "2", "3" })
            relay.TryEnqueue(Entry(id));
        relay.Complete();
        relay.TryEnqueue(Entry("4")); // Too late: this one is the sweep's.

        await relay.RunAsync(CancellationToken.None).Within("the relay's end");
        Assert.Equal(["publish 1,2,3", "confirm 1,2,3"], journal.Lines);
    }

    [Fact]
    public async Task A_full_queue_does_not_wait_but_leaves_the_rest_to_the_sweep()
    {
        var relay = New(new() { LingerMilliseconds = 0, Capacity = 2 });
        await Task.Run(() =>
        {
            foreach (var id in new[] { "1", "2", "3" })
                relay.TryEnqueue(Entry(id));
        }).Within("handing over, which never waits");
        relay.Complete();

        await relay.RunAsync(CancellationToken.None).Within("the relay's end");
        Assert.Equal(["publish 1,2", "confirm 1,2"], journal.Lines);
    }

    [Fact]
    public async Task No_more_messages_are_in_flight_than_there_are_workers()
    {
        var confirm = new TaskCompletionSource();
        publisher.OnPublish = _ => confirm.Task;
        var relay = New(new() { LingerMilliseconds = 0, Workers = 2, MaxBatch = 2 });
        for (var id = 1; id <= 5; id++)
            relay.TryEnqueue(Entry($"{id}"));
        relay.Complete();
        var running = relay.RunAsync(CancellationToken.None);
        Assert.Equal(["publish 1,2", "publish 3,4"], journal.Lines);

        confirm.SetResult();
        await running.Within("the relay's end");
        Assert.Contains("confirm 5", journal.Lines);
    }

    [Fact]
    public async Task It_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var running = New().RunAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Within("the relay's end"));
    }

    [Fact]
    public async Task The_operator_reads_once_that_confirms_stopped_and_once_that_they_came_back()
    {
        var relay = New();
        publisher.Refuse();
        await relay.PublishAsync([Entry("1"), Entry("2")]);
        Assert.Equal([LogLevel.Error], log.Levels);
        await relay.PublishAsync([Entry("3")]);
        publisher.OnPublish = _ => Task.CompletedTask;
        await relay.PublishAsync([Entry("4"), Entry("5")]);

        Assert.Equal(["The broker does not confirm; accepted orders wait in the outbox", "The broker confirms again"], log.Messages);
        Assert.Equal([LogLevel.Error, LogLevel.Information], log.Levels);
    }

    private OutboxRelay New(RelayOptions? options = null) => new(publisher, new(time), options ?? new() { LingerMilliseconds = 0 }, time, log);
}
