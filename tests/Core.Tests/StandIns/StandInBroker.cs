using System.Text;

namespace FlashFlow.Core.Tests.StandIns;

/// <summary>A broker's dead-letter queue, as an auditor sees it.</summary>
public sealed class StandInBroker(Journal journal) : IBrokerContents
{
    private readonly List<DeadLetter> deadLetters = [];

    public void PutAside(OrderBatch batch) => deadLetters.Add(new(batch.ToJson(), "a reason", DateTimeOffset.UnixEpoch));

    public void PutAside(string text) => deadLetters.Add(new(Encoding.UTF8.GetBytes(text), "a reason", DateTimeOffset.UnixEpoch));

    /// <summary>What waits in the orders queue.</summary>
    public List<ReadOnlyMemory<byte>> Orders { get; } = [];

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadOrdersAsync(int max)
    {
        journal.Write("orders in the broker");
        return Task.FromResult<IReadOnlyList<ReadOnlyMemory<byte>>>([.. Orders.Take(max)]);
    }

    public Task<long> CountReadyAsync() => throw new NotSupportedException();

    public Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int max)
    {
        journal.Write("dead letters");
        return Task.FromResult<IReadOnlyList<DeadLetter>>([.. deadLetters.Take(max)]);
    }
}
