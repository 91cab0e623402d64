using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Testing;

/// <summary>A cluster of three RabbitMQ nodes of one test's own, each with its data, on loopback.</summary>
public sealed class RabbitMqCluster : IAsyncDisposable
{
    private const int Size = 3;
    private const string Server = "rabbitmq";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    private readonly List<(ProcessSupervisor Supervisor, RabbitMqProgram Program, Ports Ports)> nodes = [];

    private RabbitMqCluster()
    {
        for (var i = 0; i < Size; i++)
        {
            var supervisor = new ProcessSupervisor(RealServices.Supervisor.State.Within($"{Server}-{i}"), _ => { });
            var ports = Ports.Settle(supervisor.State, somethingRuns: false, _ => { });
            nodes.Add((supervisor, new(supervisor), ports with { Epmd = i == 0 ? ports.Epmd : nodes[0].Ports.Epmd }));
        }
    }

    /// <summary>Where each node listens.</summary>
    public IReadOnlyList<int> ClientPorts => [.. nodes.Select(node => node.Ports.RabbitMq)];

    /// <summary>The addresses of nodes that listen on these ports, as the engine's setting takes them.</summary>
    public static string AddressOf(IEnumerable<int> ports) => string.Join(',', ports.Select(port => $"amqp://flashflow:flashflow@127.0.0.1:{port}"));

    /// <summary>Starts the nodes with empty data, and joins them.</summary>
    public static async Task<RabbitMqCluster> StartAsync()
    {
        var cluster = new RabbitMqCluster();
        foreach (var (supervisor, _, _) in cluster.nodes)
            if (Directory.Exists(supervisor.State.Data))
                Directory.Delete(supervisor.State.Data, recursive: true);
        await cluster.StartAsync(0);
        await Task.WhenAll(Enumerable.Range(1, Size - 1).Select(cluster.JoinAsync));
        return cluster;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(int node)
    {
        await nodes[node].Supervisor.KillAsync(Server);
        nodes[node].Supervisor.RecordOf(Server).Remove();
    }

    /// <summary>Starts a node, with its data.</summary>
    public async Task StartAsync(int node)
    {
        var (_, program, ports) = nodes[node];
        await program.StartAsync(ports, CancellationToken.None);
        await program.AwaitAsync(ports, CancellationToken.None).Within($"node {node} of RabbitMQ", Bound);
    }

    /// <summary>A node's own command line.</summary>
    public async Task<string> ControlAsync(int node, params string[] arguments)
    {
        var (_, program, ports) = nodes[node];
        var (exitCode, output) = await program.Control(ports, arguments).RunAsync().Within($"rabbitmqctl {string.Join(' ', arguments)}", Bound);
        return exitCode == 0 ? output : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)} failed: {output}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (supervisor, _, _) in Enumerable.Reverse(nodes))
            foreach (var name in supervisor.Recorded)
            {
                if (supervisor.IsAlive(name))
                    await supervisor.KillAsync(name);
                supervisor.RecordOf(name).Remove();
            }
    }

    private async Task JoinAsync(int node)
    {
        var (_, program, _) = nodes[node];
        Directory.CreateDirectory(Path.GetDirectoryName(program.Cookie)!);
        File.Copy(nodes[0].Program.Cookie, program.Cookie);
        await StartAsync(node);
        foreach (var command in (string[][])[["stop_app"], ["reset"], ["join_cluster", nodes[0].Program.Node], ["start_app"]])
            await ControlAsync(node, command);
    }
}
