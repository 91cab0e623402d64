using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using FlashFlow.Infrastructure.RabbitMq;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace FlashFlow.Infrastructure.Tests.RabbitMq;

public sealed class OrderSourceTests : SandboxTests
{
    private const int Prefetch = 5;

    // The store is away, so nothing is taken, and the broker's connection breaks again and again.
    [ServersFact]
    public async Task Deliveries_of_connections_that_broke_do_not_pile_up()
    {
        for (var i = 0; i < 20; i++)
            await Sandbox.PublishAsync(new OutboxEntry("phone", "1-1", SampleBatch.Of(1, i + 1, 1).ToJson()));
        await using var source = NewSource();
        using var stop = new CancellationTokenSource();
        var running = source.RunAsync(stop.Token);

        for (var round = 0; round < 6; round++)
        {
            await Eventually.SeesAsync(
                $"the deliveries of connection {round}", () => Task.FromResult(source.Deliveries.Count), count => source.Trouble is null && count == Prefetch);
            await Servers.RabbitMqCtlAsync("close_all_connections", "a test");
            await Eventually.HoldsAsync("the end of the connection", () => Task.FromResult(source.Trouble is not null || source.Deliveries.Count == 0));
            Assert.InRange(source.Deliveries.Count, 0, Prefetch);
        }

        await stop.CancelAsync();
        await running.Within("the end of the source");
    }

    // It says nothing to a consumer that waits.
    [ServersFact]
    public async Task A_queue_that_serves_nobody_any_more_is_noticed_and_consumed_again_when_it_is_back()
    {
        await using var source = NewSource();
        using var stop = new CancellationTokenSource();
        var running = source.RunAsync(stop.Token);
        await Eventually.HoldsAsync("deliveries", () => Task.FromResult(source.Trouble is null));
        var queue = $"{{'%2F_{Sandbox.RabbitMq.Prefix}.orders', node()}}";

        await Servers.RabbitMqCtlAsync("eval", $"ra:stop_server(quorum_queues, {queue}).");
        await Eventually.HoldsAsync("the queue's silence noticed", () => Task.FromResult(source.Trouble is not null));
        await Servers.RabbitMqCtlAsync("eval", $"ra:restart_server(quorum_queues, {queue}).");

        await Eventually.HoldsAsync("deliveries again", () => Task.FromResult(source.Trouble is null), TimeSpan.FromSeconds(60));
        await Sandbox.PublishAsync(new OutboxEntry("phone", "1-1", SampleBatch.Of(1, 1, 1).ToJson()));
        Assert.True(await source.Deliveries.WaitToReadAsync().AsTask().Within("the delivery"));
        await stop.CancelAsync();
        await running.Within("the end of the source");
    }

    private RabbitMqOrderSource NewSource() => new(
        Sandbox.RabbitMq, new DrainOptions { Prefetch = Prefetch, MaxBackoffMilliseconds = 50 }, TimeProvider.System, NullLogger<RabbitMqOrderSource>.Instance);
}
