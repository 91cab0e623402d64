using System.Net;
using Npgsql;
using StackExchange.Redis;

namespace FlashFlow.Testing;

/// <summary>Where the servers are that <c>./flashflow test</c> has started.</summary>
public static class RealServices
{
    public static string Redis => Read("FLASHFLOW_REDIS");

    /// <summary>Where <see cref="Redis"/> listens.</summary>
    public static EndPoint RedisEndPoint => ConfigurationOptions.Parse(Redis).EndPoints[0];

    public static string RabbitMq => Read("FLASHFLOW_RABBITMQ");

    public static string Postgres => Read("FLASHFLOW_POSTGRES");

    /// <summary>Where <see cref="Postgres"/> listens.</summary>
    public static EndPoint PostgresEndPoint
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(Postgres);
            return IPEndPoint.Parse($"{settings.Host}:{settings.Port}");
        }
    }

    /// <summary>True when the launcher has started the servers itself, so that tests may stop them.</summary>
    public static bool AreOurs => Directory.Exists(Environment.GetEnvironmentVariable("FLASHFLOW_STATE"))
        && new[] { "redis", "rabbitmq", "postgres" }.All(name => File.Exists(Path.Combine(State, $"{name}.pid")));

    /// <summary>Where the launcher keeps the process ids of this run.</summary>
    public static string State => Read("FLASHFLOW_STATE");

    /// <summary>The repository.</summary>
    public static string Root => Read("FLASHFLOW_ROOT");

    /// <summary>What was built for this run.</summary>
    public static string Artifacts => Read("FLASHFLOW_ARTIFACTS");

    private static string Read(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{name} is not set: these tests need real servers, run them with ./flashflow test.");
}
