namespace FlashFlow.Core.Tests.StandIns;

/// <summary>The way to a broker that confirms at once unless the test says otherwise.</summary>
public sealed class StandInPublisher(Journal journal) : IOrderPublisher
{
    /// <summary>What becomes of a message: confirmed when the task ends, refused when it throws.</summary>
    public Func<IReadOnlyList<OutboxEntry>, Task> OnPublish { get; set; } = _ => Task.CompletedTask;

    public async Task PublishAsync(IReadOnlyList<OutboxEntry> entries)
    {
        var ids = string.Join(',', entries.Select(entry => entry.Id));
        journal.Write($"publish {ids}");
        await OnPublish(entries);
        journal.Write($"confirm {ids}");
    }

    /// <summary>No confirm comes for messages with one of these entries; for none at all when none is named.</summary>
    public void Refuse(params string[] entryIds) => OnPublish = entries =>
        entryIds.Length == 0 || entries.Any(entry => entryIds.Contains(entry.Id))
            ? throw new BrokerUnavailableException("no confirm in time")
            : Task.CompletedTask;
}
