namespace FlashFlow.Simulation.Tests.Servers;

/// <summary>
/// The broker: keeps messages until they are acknowledged, and delivers again what a lost consumer held. At least once, in any order
/// when the plan says so; within one session as RabbitMQ does, in the order of the tags. It may lose what it has confirmed, or all that it holds.
/// </summary>
internal sealed class SimulatedBroker(World world)
{
    private readonly List<byte[]> queue = [];
    private readonly List<BrokerSession> sessions = [];

    /// <summary>Messages that wait or are delivered and not acknowledged.</summary>
    public int Count => queue.Count + sessions.Sum(session => session.Unacknowledged.Count);

    /// <summary>Messages that wait.</summary>
    public long Ready => queue.Count;

    /// <summary>Whether it has lost everything once.</summary>
    public bool HasLostAll { get; private set; }

    public bool Take(byte[] body)
    {
        if (Loses(body, world.Plan.ConfirmedAndLostOneIn))
        {
            world.Trace.Write(world.Now, $"broker: confirms a message and does not keep it");
            return true;
        }

        queue.Add(body);
        if (world.HasFaults && world.Chance.OneIn(world.Plan.DuplicatedOneIn))
            queue.Add(body);
        Deliver();
        return true;
    }

    /// <summary>Loses all that it holds, as a broker does whose disk is lost; who is connected has to connect again.</summary>
    public void LoseAll()
    {
        world.Trace.Write(world.Now, $"broker: loses all that it holds, {Count} messages");
        HasLostAll = true;
        queue.Clear();
        foreach (var session in sessions)
            session.Unacknowledged.Clear();
        while (sessions.Count > 0)
            Reconnect(sessions[0]);
    }

    /// <summary>Opens a session through which messages are delivered.</summary>
    public void Connect(Drainer drainer)
    {
        sessions.Add(new(drainer));
        Deliver();
    }

    /// <summary>A session is gone: what it held and did not acknowledge is delivered again.</summary>
    public void Disconnect(BrokerSession session)
    {
        if (!sessions.Remove(session))
            return;
        world.Trace.Write(world.Now, $"broker: takes back {session.Unacknowledged.Count} messages from {session.Drainer.Process}");
        session.IsLost = true;
        foreach (var (_, body) in session.Unacknowledged)
            queue.Add(body);
        Deliver();
    }

    /// <summary>The sessions of a drain that is gone are gone.</summary>
    public void Disconnect(Drainer drainer)
    {
        while (sessions.Find(session => session.Drainer == drainer) is { } session)
            Disconnect(session);
    }

    public void AcknowledgeThrough(BrokerSession session, int tag)
    {
        if (session.IsLost)
            return;
        world.Trace.Write(world.Now, $"broker: {session.Drainer.Process} is done with its deliveries up to {tag}");
        session.Unacknowledged.RemoveAll(delivered => delivered.Tag <= tag);
        Deliver();
    }

    // As the drain's own source does: the old session is gone before the new one is opened.
    private void Reconnect(BrokerSession session)
    {
        if (session.IsLost)
            return;
        Disconnect(session);
        session.Drainer.Process.Post(session.Drainer.Connect);
    }

    private void Deliver()
    {
        while (queue.Count > 0 && FindIdle() is { } session)
        {
            var at = world.Plan.IsReordering ? world.Chance.Below(queue.Count) : 0;
            var body = queue[at];
            queue.RemoveAt(at);
            var tag = ++session.LastTag;
            if (!Loses(body, world.Plan.DeliveredAndForgottenOneIn))
                session.Unacknowledged.Add((tag, body));
            session.OnTheWire.Enqueue((tag, body));
            session.Drainer.Process.Post(() => session.Drainer.Receive(session));

            if (world.HasFaults && world.Chance.OneIn(world.Plan.SessionLostOneIn))
                world.BrokerWire.Process.Post(() => Reconnect(session));
        }
    }

    // Junk is in no outbox, from where it could come again.
    private bool Loses(byte[] body, int oneIn) => world.HasFaults && world.Chance.OneIn(oneIn) && !world.Junk.Contains(body);

    private BrokerSession? FindIdle()
    {
        var first = world.Chance.Below(Math.Max(1, sessions.Count));
        for (var i = 0; i < sessions.Count; i++)
            if (sessions[(first + i) % sessions.Count] is { } session && session.Unacknowledged.Count < world.Plan.Prefetch)
                return session;
        return null;
    }
}
