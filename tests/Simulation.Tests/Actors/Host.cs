namespace FlashFlow.Simulation.Tests.Actors;

/// <summary>A process that answers requests. When it is killed, a new one takes its place.</summary>
internal abstract class Host(World world, SimulatedProcess process)
{
    private readonly List<Action> hangUps = [];

    public SimulatedProcess Process => process;

    /// <summary>Ends it at once; whoever waits for a reply of it may notice.</summary>
    public void Kill()
    {
        world.Trace.Write(world.Now, $"{process} is killed");
        process.Kill();
        foreach (var hangUp in hangUps)
            hangUp();
    }

    /// <summary>Runs a request here.</summary>
    /// <param name="handle">What it does.</param>
    /// <param name="hangUp">What happens on the other side when this process dies.</param>
    public void Handle(Func<Task> handle, Action hangUp)
    {
        hangUps.Add(hangUp);
        process.Post(() => _ = world.WatchAsync($"a request to {process}", handle, mayEnd: true));
    }
}
