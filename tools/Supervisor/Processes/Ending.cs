namespace FlashFlow.Supervisor.Processes;

/// <summary>
/// How a process is asked to end, how long it may take, and when its turn is. It is known by the process's name, since who ends it may
/// know no more than that. The operators' pages go first; fronts before silos, so that nobody is left waiting for an answer; then drains; then the servers that all
/// need; epmd last, because RabbitMQ signs off there.
/// </summary>
/// <param name="Turn">Lower ones are ended first; those of one turn together.</param>
/// <param name="Signal">What asks it to end.</param>
/// <param name="Patience">After which it is killed.</param>
public sealed record Ending(int Turn, Signal Signal, TimeSpan Patience)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    /// <summary>The ending of a process by its name.</summary>
    public static Ending Of(string name) => name.Split('-')[0] switch
    {
        "console" => new(0, Signal.Terminate, Usual),
        "front" => new(1, Signal.Terminate, Usual),
        "silo" => new(2, Signal.Terminate, Long), // hands its products over
        "drain" => new(3, Signal.Terminate, Usual),
        "dashboard" => new(4, Signal.Terminate, Usual),
        "redis" => new(4, Signal.Terminate, Usual),
        "rabbitmq" => new(4, Signal.Terminate, Long),
        "postgres" => new(4, Signal.Interrupt, Long), // TERM would wait for every connection to be closed
        "epmd" => new(5, Signal.Terminate, Usual),
        "test" => new(0, Signal.Terminate, Long), // any of these, started by a test
        _ => new(0, Signal.Terminate, Usual),
    };
}
