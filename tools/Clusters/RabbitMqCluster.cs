using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Clusters;

/// <summary>Three RabbitMQ nodes on loopback that form a cluster, with empty data.</summary>
public sealed class RabbitMqCluster : IAsyncDisposable
{
    private const int Size = 3;

    private readonly List<RabbitMqNode> nodes = [];

    private RabbitMqCluster(StateDirectory state)
    {
        for (var i = 0; i < Size; i++)
            nodes.Add(new(state.Within($"rabbitmq-{i + 1}"), sharing: nodes.FirstOrDefault()));
    }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<RabbitMqNode> Nodes => nodes;

    /// <summary>The nodes' addresses, as the engine's setting takes them.</summary>
    public string Addresses => AddressOf(nodes.Select(node => node.Port));

    /// <summary>The addresses of nodes that listen on these ports, as the engine's setting takes them.</summary>
    public static string AddressOf(IEnumerable<int> ports) => string.Join(',', ports.Select(port => $"amqp://flashflow:flashflow@127.0.0.1:{port}"));

    /// <summary>Starts the nodes, and joins them.</summary>
    /// <param name="state">Where they have directories of their own.</param>
    /// <exception cref="SupervisorException">One does not start.</exception>
    public static async Task<RabbitMqCluster> StartAsync(StateDirectory state)
    {
        var cluster = new RabbitMqCluster(state);
        return await Cluster.StartAsync(cluster, async () =>
        {
            foreach (var node in cluster.nodes)
                node.Empty();
            await cluster.nodes[0].StartAsync();
            await Task.WhenAll(cluster.nodes.Skip(1).Select(node => node.JoinAsync(cluster.nodes[0])));
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(nodes))
            await node.EndAsync();
    }
}
