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

    /// <summary>What happens elsewhere as soon as a sale was found, once.</summary>
    public Action? OnFound { get; set; }

    public Task<Sale?> FindAsync(string productId) => AnswerAsync($"find {productId}", () =>
    {
        var found = Sales.GetValueOrDefault(productId);
        (var then, OnFound) = (OnFound, null);
        then?.Invoke();
        return found;
    });

    public async Task<IReadOnlyList<SaleLook>> LookAsync(IReadOnlyList<string> productIds)
    {
        var looks = new List<SaleLook>();
        foreach (var id in productIds)
            looks.Add(new(await FindAsync(id), Suspensions.GetValueOrDefault(id), DateTimeOffset.UnixEpoch));
        return looks;
    }

    public Task<SaleChange> ArchiveAsync(string productId, long epoch, SaleEvent? what) => AnswerAsync($"archive {productId}", () =>
        Sales.GetValueOrDefault(productId) is { State: SaleState.Open or SaleState.Paused } sale && sale.Epoch == epoch
            ? SaleChange.NotOver
            : Change(productId, epoch, what, sale => sale with { State = SaleState.Archived }));

    // Nothing is listed here that was archived.
    public Task TidyListsAsync() => AnswerAsync("tidy lists", () => true);

    /// <summary>Products that are listed and at rest.</summary>
    public HashSet<string> AtRest { get; } = [];

    /// <summary>Another text stands for another ledger.</summary>
    public string Identity { get; set; } = "first";

    public Task<IReadOnlyList<string>> ListActiveAsync() =>
        AnswerAsync<IReadOnlyList<string>>("active", () => [.. Sales.Keys.Except(Unlisted).Except(AtRest)]);

    public Task ActivateIfWaitingAsync(string productId) =>
        AnswerAsync($"activate {productId} if it waits", () => Unrecorded.GetValueOrDefault(productId) is { Count: > 0 } && AtRest.Remove(productId));

    public Task<string> FindIdentityAsync() => AnswerAsync("identity", () => Identity);

    /// <summary>By product.</summary>
    public Dictionary<string, Suspension> Suspensions { get; } = [];

    public Task<bool> SuspendIfBehindAsync(string productId, HighWaterMark known) =>
        AnswerAsync($"compare {productId} with {known.Epoch}:{known.Seq}", () => Suspensions.ContainsKey(productId));

    public Task RememberFamiliesAsync(IReadOnlyDictionary<string, string> families) => Task.CompletedTask;

    public Task<Suspension?> FindSuspensionAsync(string productId) =>
        AnswerAsync($"suspension {productId}", () => Suspensions.GetValueOrDefault(productId));

    public Task<IReadOnlyList<EndedSale>> ListEndedAsync(string productId) =>
        AnswerAsync<IReadOnlyList<EndedSale>>($"ended {productId}", () => Ended.GetValueOrDefault(productId, []));

    /// <summary>Products that are missing in the list.</summary>
    public HashSet<string> Unlisted { get; } = [];

    public Task ListAsync(string productId, long epoch) => AnswerAsync($"list {productId} {epoch}", () => Unlisted.Remove(productId));

    public Task<IReadOnlyList<string>> ListProductsAsync() =>
        AnswerAsync<IReadOnlyList<string>>("products", () => [.. Sales.Keys.Except(Unlisted)]);

    /// <summary>Notes of changes, by product.</summary>
    public Dictionary<string, List<UnrecordedChange>> Unrecorded { get; } = [];

    public Task<IReadOnlyList<UnrecordedChange>> ListUnrecordedAsync(string productId) =>
        AnswerAsync<IReadOnlyList<UnrecordedChange>>($"unrecorded {productId}", () => [.. Unrecorded.GetValueOrDefault(productId, [])]);

    public Task ForgetUnrecordedAsync(string productId, IReadOnlyList<UnrecordedChange> changes) =>
        AnswerAsync($"recorded {productId} {changes.Count}", () => Unrecorded.GetValueOrDefault(productId)?.RemoveAll(changes.Contains));

    public Task<long> FindLastEpochAsync() => AnswerAsync("last epoch", () => Sales.Values.Select(sale => sale.Epoch).DefaultIfEmpty().Max());

    public Task<bool> OpenAsync(SaleDefinition definition, long epoch, long replacing, SaleEvent? what) =>
        AnswerAsync($"open {definition.ProductId} {epoch} in place of {replacing}", () =>
        {
            if ((Sales.GetValueOrDefault(definition.ProductId)?.Epoch ?? 0) != replacing)
                return false;
            Sales[definition.ProductId] = Samples.Sale(definition.ProductId, epoch) with { Definition = definition, Remaining = definition.Stock };
            Note(definition.ProductId, epoch, what);
            return true;
        });

    public Task<SaleChange> UpdateAsync(long epoch, SaleDefinition definition, SaleEvent? what) =>
        AnswerAsync($"update {definition.ProductId}", () =>
        {
            if (!Sales.TryGetValue(definition.ProductId, out var sale))
                return SaleChange.UnknownProduct;
            if (sale.Epoch != epoch)
                return SaleChange.Superseded;
            if (sale.State == SaleState.Closed)
                return SaleChange.Closed;
            Sales[definition.ProductId] = sale with { Definition = definition, Changes = sale.Changes + 1 };
            Note(definition.ProductId, epoch, what);
            return SaleChange.Done;
        });

    public Task<SaleChange> RestockAsync(string productId, long epoch, int units, string? key, SaleEvent? what) =>
        AnswerAsync($"restock {productId} {units}", () => Change(productId, epoch, what, sale => sale with { Added = sale.Added + units, Remaining = sale.Remaining + units }));

    public Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state, SaleEvent? what) =>
        AnswerAsync($"state {productId} {state}", () => Change(productId, epoch, what, sale => sale with { State = state }));

    /// <summary>Holds whose deadline has passed, by product.</summary>
    public Dictionary<string, long> Due { get; } = [];

    public Task<long> CountDueAsync(string productId) => AnswerAsync($"due {productId}", () => Due.GetValueOrDefault(productId));

    public IAsyncEnumerable<IReadOnlyList<AcceptedOrder>> ListOrdersAsync(string productId) => throw new NotSupportedException();

    public Task<LedgerOrder?> FindOrderAsync(string productId, Guid orderId) => throw new NotSupportedException();

    private SaleChange Change(string productId, long epoch, SaleEvent? what, Func<Sale, Sale> change)
    {
        if (!Sales.TryGetValue(productId, out var sale))
            return SaleChange.UnknownProduct;
        if (sale.Epoch != epoch)
            return SaleChange.Superseded;
        var changed = change(sale);
        if (changed == sale)
            return SaleChange.Repeated;
        Sales[productId] = changed with { Changes = sale.Changes + 1 };
        Note(productId, epoch, what);
        Meanwhile();
        return SaleChange.Done;
    }

    private void Note(string productId, long epoch, SaleEvent? what)
    {
        if (what is null)
            return;
        if (!Unrecorded.TryGetValue(productId, out var notes))
            Unrecorded[productId] = notes = [];
        notes.Add(new($"{notes.Count + 1}-{epoch}", epoch, what));
    }

    private async Task<T> AnswerAsync<T>(string question, Func<T> answer)
    {
        journal.Write(question);
        await Gate;
        return IsAway ? throw new LedgerUnavailableException("no answer in time") : answer();
    }
}
