using System.Globalization;
using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Supervisor.Servers;

/// <summary>RabbitMQ from programs on this machine, with an epmd (the Erlang port mapper) of its own.</summary>
internal sealed class RabbitMqProgram(ProcessSupervisor supervisor) : IServerProgram
{
    private const string Epmd = "epmd";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] Greeting = [.. "AMQP"u8, 0, 0, 9, 1];

    private readonly StateDirectory state = supervisor.State;
    private readonly string home = Path.Combine(supervisor.State.Data, "rabbitmq");

    public Task<bool> IsInstalledAsync() => Task.FromResult(FindServer() is not null && FindEpmd() is not null);

    /// <summary>What it is called among nodes of Erlang.</summary>
    public string Node => $"flashflow-{state.Identity}@localhost";

    // The id of the Erlang machine, which it writes there by itself.
    private string IdFile => Path.Combine(home, "beam.pid");

    private string EnvironmentFile => Path.Combine(home, "rabbitmq-env.conf");

    private string ErlangHome => Path.Combine(home, "home");

    /// <summary>The file with the secret that nodes of a cluster share.</summary>
    public string Cookie => Path.Combine(ErlangHome, ".erlang.cookie");

    public async Task StartAsync(Ports ports, CancellationToken cancellation)
    {
        foreach (var directory in (string[])["home", "mnesia", "log", "plugins"])
            Directory.CreateDirectory(Path.Combine(home, directory));
        await WriteSettingsAsync(ports, cancellation);
        File.Delete(IdFile);
        if (!supervisor.IsAlive(Epmd) && !Ports.IsInUse(ports.Epmd))
            supervisor.Start(new(Epmd, FindEpmd()!, ["-address", "127.0.0.1", "-port", $"{ports.Epmd}"]) { Directory = home }).Dispose();
        supervisor.Start(new("rabbitmq", FindServer()!, [])
        {
            Directory = home,
            InheritsEnvironment = false,
            Environment = EnvironmentOfServer(ports),
        }).Dispose();
    }

    // What was started is a shell script that waits; the server is the Erlang machine below it, whose id is recorded instead as soon as it
    // has written it. It takes connections before its queues have recovered, and says when they have.
    public async Task AwaitAsync(Ports ports, CancellationToken cancellation)
    {
        await supervisor.AwaitAsync("rabbitmq", _ => Task.FromResult(FindErlangMachine() is not null), Patience, cancellation);
        supervisor.RecordOf("rabbitmq").Write(FindErlangMachine()!.Value);
        await supervisor.AwaitAsync(
            "rabbitmq", _ => Task.FromResult(state.LogOf("rabbitmq").SaysSinceStart("rabbitmq", "Server startup complete")), Patience, cancellation);
        await supervisor.AwaitAsync("rabbitmq", token => AnswersAsync(ports, token), Patience, cancellation);
        await WakeQueuesAsync(ports, cancellation);
    }

    /// <summary>RabbitMQ's own command line.</summary>
    public ShortCommand Control(Ports ports, params string[] arguments) =>
        new(Path.Combine(Path.GetDirectoryName(FindServer()!)!, "rabbitmqctl"), ["-n", Node, .. arguments])
        {
            Environment = new Dictionary<string, string?>
            {
                ["HOME"] = ErlangHome,
                ["ERL_EPMD_PORT"] = Text(ports.Epmd),
                ["RABBITMQ_CONF_ENV_FILE"] = EnvironmentFile,
            },
        };

    // After a kill, a single node's quorum queue now and then stays without a leader (rabbitmq-server issue 10070). With one node, every
    // follower may become the leader.
    private async Task WakeQueuesAsync(Ports ports, CancellationToken cancellation)
    {
        if (!HasQueues())
            return;
        var control = Control(ports, "eval", "[ra:trigger_election(Queue) || {Queue, follower} <- ets:tab2list(ra_state)].");
        var (exitCode, _) = await (control with { Log = state.LogOf("rabbitmq") }).RunAsync(cancellation);
        if (exitCode != 0)
            supervisor.Say($"rabbitmq's queues could not be looked after: see {state.LogOf("rabbitmq").Path}.");
    }

    private bool HasQueues() => Directory.EnumerateDirectories(Path.Combine(home, "mnesia"))
        .Select(node => Path.Combine(node, "quorum"))
        .Any(quorum => Directory.Exists(quorum) && Directory.EnumerateFiles(quorum, "config", SearchOption.AllDirectories).Any());

    // Greets as an AMQP 0-9-1 client; a server that is ready begins its reply with a method frame.
    private static async Task<bool> AnswersAsync(Ports ports, CancellationToken cancellation) =>
        await Loopback.AskAsync(ports.RabbitMq, Greeting, 1, cancellation) is [1];

    private int? FindErlangMachine() =>
        File.Exists(IdFile) && int.TryParse(File.ReadAllText(IdFile).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private async Task WriteSettingsAsync(Ports ports, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(
            Path.Combine(home, "rabbitmq.conf"),
            $"""
            listeners.tcp.1 = 127.0.0.1:{ports.RabbitMq}
            default_user = flashflow
            default_pass = flashflow
            disk_free_limit.absolute = 50MB

            """,
            cancellation);
        await File.WriteAllTextAsync(Path.Combine(home, "enabled_plugins"), "[].\n", cancellation);
        await File.WriteAllTextAsync(Path.Combine(home, "advanced.config"), "[].\n", cancellation);
        await File.WriteAllTextAsync(EnvironmentFile, "", cancellation);
    }

    // Nothing of the machine's own RabbitMQ counts.
    private Dictionary<string, string?> EnvironmentOfServer(Ports ports) => new()
    {
        ["PATH"] = System.Environment.GetEnvironmentVariable("PATH"),
        ["LANG"] = "C.UTF-8",
        ["HOME"] = ErlangHome,
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = Text(ports.Epmd),
        ["RABBITMQ_NODENAME"] = Node,
        ["RABBITMQ_DIST_PORT"] = Text(ports.RabbitMqDistribution),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        ["RABBITMQ_CONF_ENV_FILE"] = EnvironmentFile,
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(home, "rabbitmq"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(home, "advanced.config"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(home, "enabled_plugins"),
        ["RABBITMQ_PLUGINS_EXPAND_DIR"] = Path.Combine(home, "plugins"),
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(home, "mnesia"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(home, "log"),
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_PID_FILE"] = IdFile,
    };

    // Debian's rabbitmq-server on the PATH switches to a system user; the one below /usr/lib does not.
    private static string? FindServer() => Programs.FindAny(["/usr/lib/rabbitmq/bin/rabbitmq-server"]) ?? Programs.Find("rabbitmq-server");

    // On the PATH or inside the Erlang installation.
    private static string? FindEpmd()
    {
        if (Programs.Find(Epmd) is { } onPath)
            return onPath;
        if (Programs.Find("erl") is not { } erl)
            return null;
        var installation = Path.GetDirectoryName(Path.GetDirectoryName(Programs.Resolve(erl)))!;
        return Programs.FindAny(
            [.. Directory.EnumerateDirectories(installation, "erts-*").Select(runtime => Path.Combine(runtime, "bin", Epmd)), Path.Combine(installation, "bin", Epmd)]);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
