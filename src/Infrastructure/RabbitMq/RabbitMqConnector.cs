using FlashFlow.Core.Outbox;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace FlashFlow.Infrastructure.RabbitMq;

/// <summary>
/// Opens connections to the broker, of a cluster to any node that answers, so that the connections of all processes spread over the nodes. Recovery
/// is the callers': they open a new one, so that nothing of a broken one lives on.
/// </summary>
internal sealed class RabbitMqConnector(RabbitMqOptions options, RabbitMqTopology topology)
{
    public TimeSpan Deadline { get; } = TimeSpan.FromMilliseconds(options.DeadlineMilliseconds);

    /// <exception cref="BrokerUnavailableException">The broker is away or refuses: each of its nodes, within the deadline for all of them.</exception>
    public async Task<IConnection> ConnectAsync(string purpose)
    {
        Uri[] nodes = [.. options.ListNodes()];
        Random.Shared.Shuffle(nodes);
        BrokerUnavailableException? failure = null;
        foreach (var node in nodes)
        {
            try
            {
                return await ConnectAsync(node, purpose, Deadline / nodes.Length);
            }
            catch (BrokerUnavailableException refusal)
            {
                failure = refusal;
            }
        }

        throw failure!;
    }

    private async Task<IConnection> ConnectAsync(Uri node, string purpose, TimeSpan patience)
    {
        var factory = new ConnectionFactory
        {
            Uri = node,
            ClientProvidedName = $"flashflow {purpose}",
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = patience,
            ContinuationTimeout = Deadline,
            HandshakeContinuationTimeout = patience,
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
        };
        var connection = await AskAsync(() => factory.CreateConnectionAsync(), patience);
        try
        {
            return await AskAsync(() => DeclareAsync(connection), patience);
        }
        catch (BrokerUnavailableException)
        {
            _ = connection.AbortAsync();
            throw;
        }
    }

    private async Task<IConnection> DeclareAsync(IConnection connection)
    {
        await topology.DeclareAsync(connection);
        return connection;
    }

    /// <summary>Runs a call to the broker.</summary>
    /// <exception cref="BrokerUnavailableException">It failed or missed the deadline, which <paramref name="patience"/> may shorten.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> call, TimeSpan? patience = null)
    {
        var deadline = patience < Deadline ? patience.Value : Deadline;
        try
        {
            return await call().WaitAsync(deadline);
        }
        catch (TimeoutException failure)
        {
            throw new BrokerUnavailableException($"RabbitMQ did not answer within {deadline.TotalMilliseconds:0} ms.", failure);
        }
        catch (Exception failure) when (failure is RabbitMQClientException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            throw new BrokerUnavailableException($"RabbitMQ: {failure.Message}", failure);
        }
    }
}
