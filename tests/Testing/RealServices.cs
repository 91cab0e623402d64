using System.Net;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;
using Npgsql;
using StackExchange.Redis;

namespace FlashFlow.Testing;

/// <summary>
/// The servers that tests work with: those whose addresses are in the environment, as <c>./flashflow test</c> has it, or else private ones
/// that are started when the first test asks for them.
/// </summary>
public static class RealServices
{
    private static readonly bool AreGiven = ServerKind.All.All(kind => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(kind.Variable)));

    private static readonly Lazy<ProcessSupervisor> Own = new(() => new(
        AreGiven && Environment.GetEnvironmentVariable(StateDirectory.Variable) is { Length: > 0 } state ? StateDirectory.Open(state) : OwnServers.OpenState(), _ => { }));

    private static readonly Lazy<ServerGroup> Servers = new(() => AreGiven ? new(Supervisor) : OwnServers.Start(Supervisor));

    public static string Redis => AddressOf(ServerKind.Redis);

    /// <summary>Where <see cref="Redis"/> listens.</summary>
    public static EndPoint RedisEndPoint => ConfigurationOptions.Parse(Redis).EndPoints[0];

    public static string RabbitMq => AddressOf(ServerKind.RabbitMq);

    public static string Postgres => AddressOf(ServerKind.Postgres);

    /// <summary>Where <see cref="Postgres"/> listens.</summary>
    public static EndPoint PostgresEndPoint
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(Postgres);
            return IPEndPoint.Parse($"{settings.Host}:{settings.Port}");
        }
    }

    /// <summary>True when the servers were started for the tests, so that tests may stop them.</summary>
    public static bool AreOurs => !AreGiven
        || (Directory.Exists(Environment.GetEnvironmentVariable(StateDirectory.Variable)) && ServerKind.All.All(kind => Supervisor.RecordOf(kind.Name).IsThere));

    /// <summary>Starts and ends what tests start, and ends it also should the test run die before it can.</summary>
    public static ProcessSupervisor Supervisor => Own.Value;

    /// <summary>The servers, for tests that stop them.</summary>
    public static ServerGroup Group => Servers.Value;

    /// <summary>The repository.</summary>
    public static string Root => Repository.Root;

    private static string AddressOf(ServerKind kind) => AreGiven ? Environment.GetEnvironmentVariable(kind.Variable)! : Group.AddressOf(kind);
}
