namespace FlashFlow.Supervisor.Servers;

/// <summary>One of the three servers that FlashFlow works with.</summary>
/// <param name="Name">As users call it, such as <c>redis</c>.</param>
/// <param name="Title">Its proper name.</param>
/// <param name="Package">What Debian's package is called.</param>
/// <param name="Variable">In the environment: the address of one that somebody else runs.</param>
/// <param name="Setting">The engine's setting that takes the address.</param>
/// <param name="PortIn">Where our own listens.</param>
/// <param name="AddressIn">The address of our own. Demo credentials: good enough, because these servers listen on loopback only.</param>
public sealed record ServerKind(
    string Name, string Title, string Package, string Variable, string Setting, Func<Ports, int> PortIn, Func<Ports, string> AddressIn)
{
    /// <summary>Redis.</summary>
    public static ServerKind Redis { get; } = new(
        "redis", "Redis", "redis-server", "FLASHFLOW_REDIS", "FlashFlow__Redis__Configuration", ports => ports.Redis, ports => $"127.0.0.1:{ports.Redis}");

    /// <summary>RabbitMQ.</summary>
    public static ServerKind RabbitMq { get; } = new(
        "rabbitmq", "RabbitMQ", "rabbitmq-server", "FLASHFLOW_RABBITMQ", "FlashFlow__RabbitMq__Uri", ports => ports.RabbitMq,
        ports => $"amqp://flashflow:flashflow@127.0.0.1:{ports.RabbitMq}");

    /// <summary>PostgreSQL.</summary>
    public static ServerKind Postgres { get; } = new(
        "postgres", "PostgreSQL", "postgresql", "FLASHFLOW_POSTGRES", "FlashFlow__Postgres__ConnectionString", ports => ports.Postgres,
        ports => $"Host=127.0.0.1;Port={ports.Postgres};Username=flashflow;Password=flashflow;Database=flashflow");

    /// <summary>All three.</summary>
    public static IReadOnlyList<ServerKind> All { get; } = [Redis, RabbitMq, Postgres];

    /// <summary>The one of that name; null when there is none.</summary>
    public static ServerKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
