namespace FlashFlow.Core.Outbox;

/// <summary>Reads an outbox that a store or broker that was away may have made long.</summary>
internal static class OutboxPages
{
    private const int PageSize = 1_000;
    private const int MostPages = 1_000;

    /// <summary>All entries of the product's outbox, the oldest first, so many at a time that no page takes much memory; a million at most.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<OutboxEntry>> ReadPagesAsync(this IOutbox outbox, string productId)
    {
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var entries = await outbox.ReadAsync(productId, PageSize, after);
            yield return entries;
            if (entries.Count < PageSize)
                break;
            after = entries[^1].Id;
        }
    }
}
