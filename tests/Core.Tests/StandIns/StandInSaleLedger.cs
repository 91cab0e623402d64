namespace FlashFlow.Core.Tests.StandIns;

/// <summary>The sales that a ledger knows.</summary>
public sealed class StandInSaleLedger(Journal journal) : ISaleLedger
{
    /// <summary>By product.</summary>
    public SortedDictionary<string, Sale> Sales { get; } = new(StringComparer.Ordinal);

    /// <summary>By product.</summary>
    public Dictionary<string, EndedSale[]> Ended { get; } = [];

    public bool IsAway { get; set; }

    /// <summary>What happens elsewhere as soon as an operator's change is made.</summary>
    public Action Meanwhile { get; set; } = () => { };

    /// <summary>What an answer waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Task<Sale?> FindAsync(string productId) => AnswerAsync($"find {productId}", () => Sales.GetValueOrDefault(productId));

    public async Task<IReadOnlyList<SaleLook>> LookAsync(IReadOnlyList<string> productIds)
    {
        var looks = new List<SaleLook>();
        foreach (var id in productIds)
            looks.Add(new(await FindAsync(id), Suspensions.GetValueOrDefault(id), DateTimeOffset.UnixEpoch));
        return looks;
    }

    public Task<SaleChange> ArchiveAsync(string productId, long epoch) => AnswerAsync($"archive {productId}", () =>
        Sales.GetValueOrDefault(productId) is { State: SaleState.Open or SaleState.Paused } sale && sale.Epoch == epoch
            ? SaleChange.NotOver
            : Change(productId, epoch, sale => sale with { State = SaleState.Archived }));

    // Nothing is listed here that was archived.
    public Task UnlistArchivedAsync() => Task.CompletedTask;

    /// <summary>By product.</summary>
    public Dictionary<string, Suspension> Suspensions { get; } = [];

    public Task<Suspension?> FindSuspensionAsync(string productId) =>
        AnswerAsync($"suspension {productId}", () => Suspensions.GetValueOrDefault(productId));

    public Task<IReadOnlyList<EndedSale>> ListEndedAsync(string productId) =>
        AnswerAsync<IReadOnlyList<EndedSale>>($"ended {productId}", () => Ended.GetValueOrDefault(productId, []));

    public Task<IReadOnlyList<string>> ListProductsAsync() =>
        AnswerAsync<IReadOnlyList<string>>("products", () => [.. Sales.Keys]);

    public Task<bool> OpenAsync(SaleDefinition definition, long epoch, long replacing) =>
        AnswerAsync($"open {definition.ProductId} {epoch} in place of {replacing}", () =>
        {
            if ((Sales.GetValueOrDefault(definition.ProductId)?.Epoch ?? 0) != replacing)
                return false;
            Sales[definition.ProductId] = Samples.Sale(definition.ProductId, epoch) with { Definition = definition, Remaining = definition.Stock };
            return true;
        });

    public Task<SaleChange> UpdateAsync(long epoch, SaleDefinition definition) =>
        AnswerAsync($"update {definition.ProductId}", () =>
        {
            if (!Sales.TryGetValue(definition.ProductId, out var sale))
                return SaleChange.UnknownProduct;
            if (sale.Epoch != epoch)
                return SaleChange.Superseded;
            if (sale.State == SaleState.Closed)
                return SaleChange.Closed;
            Sales[definition.ProductId] = sale with { Definition = definition };
            return SaleChange.Done;
        });

    public Task<SaleChange> RestockAsync(string productId, long epoch, int units, string? key) =>
        AnswerAsync($"restock {productId} {units}", () => Change(productId, epoch, sale => sale with { Added = sale.Added + units, Remaining = sale.Remaining + units }));

    public Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state) =>
        AnswerAsync($"state {productId} {state}", () => Change(productId, epoch, sale => sale with { State = state }));

    public Task<bool> HasOrderAsync(string productId, Guid orderId) => throw new NotSupportedException();

    private SaleChange Change(string productId, long epoch, Func<Sale, Sale> change)
    {
        if (!Sales.TryGetValue(productId, out var sale))
            return SaleChange.UnknownProduct;
        if (sale.Epoch != epoch)
            return SaleChange.Superseded;
        var changed = change(sale);
        if (changed == sale)
            return SaleChange.Repeated;
        Sales[productId] = changed with { Changes = sale.Changes + 1 };
        Meanwhile();
        return SaleChange.Done;
    }

    private async Task<T> AnswerAsync<T>(string question, Func<T> answer)
    {
        journal.Write(question);
        await Gate;
        return IsAway ? throw new LedgerUnavailableException("no answer in time") : answer();
    }
}
