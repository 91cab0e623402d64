namespace FlashFlow.Core.Tests.StandIns;

/// <summary>A store that numbers sales one above the other.</summary>
public sealed class StandInSaleStore(Journal journal) : ISaleStore
{
    /// <summary>How far each product has come.</summary>
    public Dictionary<string, HighWaterMark> Marks { get; } = [];

    public bool IsAway { get; set; }

    /// <summary>What a product's mark waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task<HighWaterMark> FindMarkAsync(string productId, CancellationToken cancellation)
    {
        journal.Write($"mark {productId}");
        await Gate;
        Answer();
        return Marks.GetValueOrDefault(productId);
    }

    public Task<IReadOnlyDictionary<string, string>> ListFamiliesAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    public Task<IReadOnlyList<string>> ListArchivedAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([.. Archived]);

    /// <summary>Products that had a sale of which nothing is stored.</summary>
    public HashSet<string> Products { get; } = [];

    /// <summary>Products whose latest sale was archived.</summary>
    public HashSet<string> Archived { get; } = [];

    public Task<IReadOnlyList<string>> ListProductsAsync(CancellationToken cancellation)
    {
        Answer();
        return Task.FromResult<IReadOnlyList<string>>([.. Marks.Keys.Union(Products).Order(StringComparer.Ordinal)]);
    }

    /// <summary>What happens elsewhere while a sale is written down.</summary>
    public Action Meanwhile { get; set; } = () => { };

    public Task<long> CreateAsync(SaleDefinition definition, long above, CancellationToken cancellation)
    {
        journal.Write($"create {definition.ProductId} above {above}");
        Answer();
        return Task.FromResult(above + 1);
    }

    /// <summary>What it was told of each sale, and of sales that it knew before.</summary>
    public Dictionary<long, StoredSale> Sales { get; } = [];

    /// <summary>What it was told was added to which sale, and its state then.</summary>
    public List<(long Epoch, long Added, SaleState State)> Notes { get; } = [];

    public Task NoteAsync(Sale sale, CancellationToken cancellation)
    {
        Answer();
        Notes.Add((sale.Epoch, sale.Added, sale.State));
        return Task.CompletedTask;
    }

    /// <summary>What it was told is lost of which sale, and how far that one was known to have come.</summary>
    public List<(long Epoch, (long First, long Last)[] Missing, long LastSeq)> Losses { get; } = [];

    public Task NoteLossAsync(long epoch, IReadOnlyList<(long First, long Last)> missing, long lastSeq, CancellationToken cancellation)
    {
        Answer();
        Losses.Add((epoch, [.. missing], lastSeq));
        return Task.CompletedTask;
    }

    public Task<StoredSale?> FindAsync(long epoch, CancellationToken cancellation)
    {
        Answer();
        return Task.FromResult(Sales.GetValueOrDefault(epoch));
    }

    public Task<IReadOnlyDictionary<string, HighWaterMark>> ListMarksAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellation)
    {
        Answer();
        return Task.FromResult<IReadOnlyDictionary<string, HighWaterMark>>(Marks.Where(mark => productIds.Contains(mark.Key)).ToDictionary());
    }

    private void Answer()
    {
        if (IsAway)
            throw new SaleStoreUnavailableException("no answer", new TimeoutException());
        Meanwhile();
    }
}
