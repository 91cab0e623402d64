namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>The broker as one process reaches it to publish.</summary>
internal sealed class BrokerPort(World world, SimulatedProcess process) : IOrderPublisher, IBrokerContents
{
    public Task<long> CountReadyAsync() => world.BrokerWire.CallAsync(process, "count ready", () => world.Broker.Ready);

    public Task PublishAsync(IReadOnlyList<OutboxEntry> entries)
    {
        var message = OrderMessage.Join(entries).ToArray();
        world.Trace.Write(world.Now, $"{process}: publishes {string.Join(' ', entries.Select(entry => entry.Id))}");
        return world.BrokerWire.CallAsync(process, "publish", () => world.Broker.Take(message));
    }
}
