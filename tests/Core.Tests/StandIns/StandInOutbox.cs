namespace FlashFlow.Core.Tests.StandIns;

public sealed record Claim(string ProductId, string Owner, TimeSpan MinAge, TimeSpan Lease, int Max);

/// <summary>An outbox in memory, in which every entry is old enough to be claimed.</summary>
public sealed class StandInOutbox(Journal journal) : IOutbox
{
    private readonly Lock gate = new();
    private readonly List<OutboxEntry> entries = [];
    private readonly List<Claim> claims = [];

    /// <summary>May throw.</summary>
    public Action<string> OnRemove { get; set; } = _ => { };

    /// <summary>May throw.</summary>
    public Action<string> OnClaim { get; set; } = _ => { };

    public IReadOnlyList<Claim> Claims => [.. claims];

    public IReadOnlyList<string> EntryIds => [.. entries.Select(entry => entry.Id)];

    public void Add(params IEnumerable<OutboxEntry> more) => entries.AddRange(more);

    public Task RemoveAsync(string productId, IReadOnlyList<string> entryIds)
    {
        lock (gate)
        {
            OnRemove(productId);
            journal.Write($"remove {productId} {string.Join(',', entryIds)}");
            entries.RemoveAll(entry => entry.ProductId == productId && entryIds.Contains(entry.Id));
            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<OutboxEntry>> ClaimAsync(string productId, string owner, TimeSpan minAge, TimeSpan lease, int max)
    {
        claims.Add(new(productId, owner, minAge, lease, max));
        OnClaim(productId);
        journal.Write($"claim {productId}");
        return Task.FromResult(Oldest(productId, max));
    }

    public Task<long> CountAsync(string productId)
    {
        journal.Write($"count {productId}");
        return Task.FromResult(entries.LongCount(entry => entry.ProductId == productId));
    }

    public Task<IReadOnlyList<OutboxEntry>> ReadAsync(string productId, int max)
    {
        journal.Write($"read {productId}");
        return Task.FromResult(Oldest(productId, max));
    }

    private IReadOnlyList<OutboxEntry> Oldest(string productId, int max) =>
        [.. entries.Where(entry => entry.ProductId == productId).Take(max)];
}
