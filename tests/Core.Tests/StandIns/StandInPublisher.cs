namespace FlashFlow.Core.Tests.StandIns;

/// <summary>The way to a broker that confirms at once unless the test says otherwise.</summary>
public sealed class StandInPublisher(Journal journal) : IOrderPublisher
{
    /// <summary>What becomes of an entry: confirmed when the task ends, refused when it throws.</summary>
    public Func<OutboxEntry, Task> OnPublish { get; set; } = _ => Task.CompletedTask;

    public async Task PublishAsync(OutboxEntry entry)
    {
        journal.Write($"publish {entry.Id}");
        await OnPublish(entry);
        journal.Write($"confirm {entry.Id}");
    }

    /// <summary>No confirm comes for these entries; for all of them when none is named.</summary>
    public void Refuse(params string[] entryIds) => OnPublish = entry =>
        entryIds.Length == 0 || entryIds.Contains(entry.Id) ? throw new BrokerUnavailableException("no confirm in time") : Task.CompletedTask;
}
