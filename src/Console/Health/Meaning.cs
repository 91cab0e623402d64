namespace FlashFlow.Console.Health;

/// <summary>Says in words what it means for a sale that something is away.</summary>
public static class Meaning
{
    /// <summary>What it means that a process does not work; null where it does.</summary>
    public static string? Of(ProcessView process, IReadOnlyList<ProcessView> all)
    {
        if (process.State is not (ProcessState.Away or ProcessState.NotReady))
            return null;
        var othersWork = all.Any(other => other.Kind == process.Kind && other.State is ProcessState.Ready or ProcessState.Degraded && other.Name != process.Name);
        return (process.Kind, othersWork) switch
        {
            ("front", true) => "Shoppers are served by the other fronts.",
            ("front", false) => "No shopper can buy, and nothing can be operated: no front answers.",
            ("silo", true) => "Its products move to the other silos within seconds; until then their buys wait.",
            ("silo", false) => "No silo guards stock, so nothing is sold. What was accepted is safe, and waits.",
            ("drain", true) => "The other drains store what it would have stored.",
            ("drain", false) => "Sales go on. Accepted orders wait in the broker, and are stored when a drain runs again.",
            _ => "It does not work.",
        };
    }

    /// <summary>What it means that a check of a process found something; null where it found nothing.</summary>
    public static string? Of(CheckView check) => check.IsWell ? null : check.Name switch
    {
        "redis" when check.Status == "Degraded" => "Redis does not write every order to disk before it answers, or may forget some: outside demo mode nothing is sold.",
        "redis" => "Nothing is sold until Redis takes writes again. It then goes on by itself, if no data were lost.",
        "rabbitmq" => "Sales go on. Accepted orders wait in the outbox, and are published when RabbitMQ takes them again.",
        "postgres" => "Sales go on, and new ones cannot start. Accepted orders wait in the broker.",
        "cluster" => "This front reaches no silo, so it sells nothing.",
        "warm" => "It has just started and warms up: it is ready within seconds.",
        "sales" => "A sale lost data and is suspended: see above. The others go on.",
        "consuming" => "RabbitMQ delivers nothing to this drain: accepted orders wait in the broker.",
        "storing" => "The last orders could not be stored: they wait in the broker.",
        "front" => "No front answers, so these pages know nothing of the sales.",
        _ => null,
    };
}
