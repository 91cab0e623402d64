namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>One connection of a drain to the broker.</summary>
internal sealed class BrokerSession(Drainer drainer)
{
    public Drainer Drainer => drainer;

    public int LastTag { get; set; }

    public bool IsLost { get; set; }

    public List<(int Tag, byte[] Body)> Unacknowledged { get; } = [];

    public Queue<(int Tag, byte[] Body)> OnTheWire { get; } = [];
}
