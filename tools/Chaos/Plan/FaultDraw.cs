namespace FlashFlow.Chaos.Plan;

/// <summary>Draws what is hit, when, and for how long.</summary>
internal sealed class FaultDraw(Random random, ChaosScenario scenario, Components components)
{
    private static readonly TimeSpan GoodDays = TimeSpan.FromSeconds(3);

    private readonly Queue<string> deck = new();
    private readonly Dictionary<(string Component, bool Alone), Queue<Fault>> faults = [];
    /// <summary>Steps that begin early enough to be over at about that time.</summary>
    public IEnumerable<FaultStep> Until(TimeSpan duration)
    {
        for (var at = GoodDays; at < duration;)
        {
            var step = Draw(at);
            yield return step;
            at += step.Lag + step.Away + step.Injected.Select(Recovery).Max() + Between(1, 4);
        }
    }

    // Long enough to miss deadlines (2 s for Redis) and probes (1 s between silos), short enough for many in a minute.
    private FaultStep Draw(TimeSpan at)
    {
        var target = NextTarget();
        InjectedFault[] injected = target == ChaosScenario.Pairs ? DrawPair() : [DrawFault(DrawOne(components.Of(target)), alone: true)];
        return new(at, injected, Lag: injected.Length > 1 ? Between(0, 1.5) : TimeSpan.Zero, Away: Between(0.5, 5));
    }

    // As from a deck of cards, so that a short run meets many.
    private string NextTarget()
    {
        if (deck.Count == 0)
            foreach (var target in Shuffled(scenario.Targets))
                deck.Enqueue(target);
        return deck.Dequeue();
    }

    private T[] Shuffled<T>(IEnumerable<T> cards)
    {
        T[] shuffled = [.. cards];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private InjectedFault[] DrawPair()
    {
        var first = DrawOne(components.Names);
        var second = DrawOne([.. components.Names.Where(name => name != first)]);
        return [DrawFault(first, alone: false), DrawFault(second, alone: false)];
    }

    // From a deck, too.
    private InjectedFault DrawFault(string component, bool alone)
    {
        var deck = faults.GetValueOrDefault((component, alone), []);
        if (deck.Count == 0)
            faults[(component, alone)] = deck = new(Shuffled(FaultsOf(component, alone)));
        return new(deck.Dequeue(), component);
    }

    // The more often one stands here, the more often it comes. To rebuild what was lost, all else must run.
    private Fault[] FaultsOf(string component, bool alone) => component switch
    {
        "redis-primary" => [Fault.Kill, Fault.Kill, Fault.Freeze, Fault.CutOff, Fault.FailOver],
        "postgres" when components.AreServersClustered => [Fault.Kill, Fault.Kill, Fault.Freeze],
        "redis" => [Fault.Kill, Fault.Kill, Fault.Freeze, Fault.Fill, Fault.Demote, .. alone ? [Fault.Empty] : Array.Empty<Fault>()],
        "rabbitmq" => [Fault.Kill, Fault.Kill, Fault.Freeze, Fault.Alarm, Fault.Reset],
        "postgres" => [Fault.Kill, Fault.Kill, Fault.Freeze, Fault.MakeReadOnly],
        _ => [Fault.Kill, Fault.Kill, Fault.Kill, Fault.Freeze, Fault.Freeze],
    };

    private string DrawOne(IReadOnlyList<string> names) => names[random.Next(names.Count)];

    // In tenths of a second, as they are printed.
    private TimeSpan Between(double least, double most) => TimeSpan.FromSeconds(random.Next((int)(least * 10), (int)(most * 10)) / 10.0);

    /// <summary>What a component takes to come back, roughly; a plan that is too tight only runs late.</summary>
    private static TimeSpan Recovery(InjectedFault injected) => TimeSpan.FromSeconds((injected.Fault, injected.Component) switch
    {
        (Fault.Empty, _) => 10,
        (Fault.Alarm, _) => 3,
        (Fault.Reset, _) => 5,
        (not Fault.Kill, _) => 0.5,
        (_, var name) when name.StartsWith("rabbitmq", StringComparison.Ordinal) => 12,
        (_, "redis" or "postgres") => 1,
        _ => 3,
    });
}
