using System.Threading.Channels;

namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>A drain process: takes what the broker delivers to Core's drain.</summary>
internal sealed class Drainer
{
    private readonly World world;
    private readonly Channel<Delivery> deliveries = Channel.CreateUnbounded<Delivery>(new() { SingleReader = true });
    private readonly OrderDrain drain;

    public Drainer(World world, SimulatedProcess process)
    {
        this.world = world;
        Process = process;
        drain = new(new StorePort(world, process), world.Plan.Drain, process.Time, NullLogger<OrderDrain>.Instance);
    }

    public SimulatedProcess Process { get; }

    public void Start()
    {
        Process.Post(() => _ = world.WatchAsync($"the drain of {Process}", () => drain.RunAsync(deliveries.Reader, CancellationToken.None)));
        Process.Post(Connect);
    }

    /// <summary>Ends it at once; the broker notices after a while.</summary>
    public void Kill()
    {
        world.Trace.Write(world.Now, $"{Process} is killed");
        Process.Kill();
        world.BrokerWire.Process.Post(() => world.Broker.Disconnect(this));
    }

    /// <summary>Opens a session with the broker.</summary>
    public void Connect() => world.BrokerWire.Process.Post(() =>
    {
        // Whoever died on the way has no session.
        if (Process.IsAlive)
            world.Broker.Connect(this);
    });

    /// <summary>Takes the next message of a session.</summary>
    public void Receive(BrokerSession session)
    {
        if (session.IsLost)
            return;
        var (tag, body) = session.OnTheWire.Dequeue();
        world.Trace.Write(world.Now, $"{Process}: receives delivery {tag}");
        deliveries.Writer.TryWrite(new(body, () =>
        {
            world.BrokerWire.Process.Post(() => world.Broker.AcknowledgeThrough(session, tag));
            return ValueTask.CompletedTask;
        }));
    }
}
