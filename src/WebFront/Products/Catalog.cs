using System.Collections.Concurrent;

namespace FlashFlow.WebFront.Products;

/// <summary>
/// All products as they are at one moment, for everybody who asks for a page of them in it: the ids are read once, the sales part by part
/// when somebody asks, and each page is written once.
/// </summary>
internal sealed class Catalog
{
    /// <summary>Sales that are read together.</summary>
    public const int PartSize = 100;

    private const int MaxPages = 100;

    private readonly IReadOnlyList<string> ids;
    private readonly Lazy<Task<CatalogPart>>[] parts;
    private readonly ConcurrentDictionary<(CatalogView View, string After, int Limit), Lazy<Task<CatalogPage>>> pages = new();

    /// <param name="ids">The products, in order.</param>
    /// <param name="read">Reads some of them.</param>
    public Catalog(IReadOnlyList<string> ids, Func<IReadOnlyList<string>, Task<CatalogPart>> read)
    {
        this.ids = ids;
        parts = [.. Enumerable.Range(0, Parts).Select(part => new Lazy<Task<CatalogPart>>(() => read([.. ids.Skip(part * PartSize).Take(PartSize)])))];
    }

    /// <summary>How many parts there are.</summary>
    public int Parts => (ids.Count + PartSize - 1) / PartSize;

    /// <summary>The first <paramref name="limit"/> products after <paramref name="after"/>, in order of their ids.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    public Task<CatalogPage> PageAsync(CatalogView view, string after, int limit)
    {
        // A stranger could ask for any number of different pages.
        if (pages.Count >= MaxPages && !pages.ContainsKey((view, after, limit)))
            return WriteAsync(view, after, limit);
        return pages.GetOrAdd((view, after, limit), page => new(() => WriteAsync(page.View, page.After, page.Limit))).Value;
    }

    private async Task<CatalogPage> WriteAsync(CatalogView view, string after, int limit)
    {
        var first = FirstAfter(after);
        var end = Math.Min(first + limit, ids.Count);
        var products = new List<byte[]>();
        for (var i = first; i < end; i++)
            if ((await parts[i / PartSize].Value).As(view)[i % PartSize] is { } product)
                products.Add(product);
        return new(products, next: end < ids.Count ? ids[end - 1] : null);
    }

    private int FirstAfter(string after)
    {
        var (first, end) = (0, ids.Count);
        while (first < end)
        {
            var middle = (first + end) / 2;
            if (string.CompareOrdinal(ids[middle], after) > 0)
                end = middle;
            else
                first = middle + 1;
        }

        return first;
    }
}
