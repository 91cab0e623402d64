namespace FlashFlow.Core.Tests.StandIns;

public sealed record Claim(string ProductId, string Owner, string? After, string? Through, string? Abandoned, TimeSpan Lease, int Max);

/// <summary>An outbox in memory.</summary>
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

    /// <summary>Something of the product is to be taken back.</summary>
    public bool IsDue { get; set; }

    /// <summary>A claim of another owner, which nobody may pass by.</summary>
    public string? Holder { get; set; }

    public Task<OutboxClaim> ClaimAsync(string productId, string owner, string? after, string? through, string? abandoned, TimeSpan lease, int max)
    {
        claims.Add(new(productId, owner, after, through, abandoned, lease, max));
        journal.Write($"claim {productId}");
        OnClaim(productId);
        var all = Oldest(productId, int.MaxValue);
        var newest = all.Count == 0 ? null : all[^1].Id;
        if (Holder is not null && Holder != abandoned)
            return Task.FromResult(new OutboxClaim([], newest, Holder, IsDue));
        var ids = all.Select(entry => entry.Id).ToList();
        var (first, last) = (ids.IndexOf(after ?? "") + 1, ids.IndexOf(through ?? ""));
        return Task.FromResult(new OutboxClaim([.. all.Take(last + 1).Skip(first).Take(max)], newest, Holder: null, IsDue));
    }

    public Task<long> CountAsync(string productId)
    {
        journal.Write($"count {productId}");
        return Task.FromResult(entries.LongCount(entry => entry.ProductId == productId));
    }

    public Task<IReadOnlyList<OutboxEntry>> ReadAsync(string productId, int max, string? after)
    {
        journal.Write($"read {productId}");
        var all = Oldest(productId, int.MaxValue);
        return Task.FromResult<IReadOnlyList<OutboxEntry>>([.. all.Skip(all.Select(entry => entry.Id).ToList().IndexOf(after ?? "") + 1).Take(max)]);
    }

    private IReadOnlyList<OutboxEntry> Oldest(string productId, int max) =>
        [.. entries.Where(entry => entry.ProductId == productId).Take(max)];
}
