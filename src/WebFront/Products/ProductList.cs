using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace FlashFlow.WebFront.Products;

/// <summary>The list of products and their sales, which anybody may ask for: read a few times a second at most, however many ask.</summary>
public sealed class ProductList(ISaleLedger ledger, IOptions<JsonOptions> json, TimeProvider time) : IDisposable
{
    // At most 4 catalogs and 40 parts a second, whoever asks for whichever pages.
    private static readonly TimeSpan LeastAge = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AgePerPart = TimeSpan.FromMilliseconds(25);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim reading = new(1);
    private Task<Catalog>? catalog;
    private long openedAt;

    /// <summary>A page of the products as they are now, or were a moment ago.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    internal async Task<CatalogPage> PageAsync(CatalogView view, string after, int limit) =>
        await (await OpenAsync()).PageAsync(view, after, limit);

    /// <summary>An operator has changed something here: whoever asks from now on sees it.</summary>
    public void Forget()
    {
        lock (gate)
            catalog = null;
    }

    /// <inheritdoc/>
    public void Dispose() => reading.Dispose();

    private Task<Catalog> OpenAsync()
    {
        lock (gate)
        {
            if (catalog is null || IsOld(catalog))
            {
                catalog = ReadAsync();
                openedAt = time.GetTimestamp();
            }

            return catalog;
        }
    }

    private async Task<Catalog> ReadAsync() => new(await AloneAsync(ledger.ListProductsAsync), ReadPartAsync);

    private async Task<CatalogPart> ReadPartAsync(IReadOnlyList<string> ids) =>
        new(ids, await AloneAsync(() => ledger.LookForShoppersAsync(ids)), json.Value.SerializerOptions);

    // One read at a time, whoever asks, so that no buy waits behind them.
    private async Task<T> AloneAsync<T>(Func<Task<T>> read)
    {
        await reading.WaitAsync();
        try
        {
            return await read();
        }
        finally
        {
            reading.Release();
        }
    }

    // One that cannot be read is not read again at once either.
    private bool IsOld(Task<Catalog> opened) =>
        opened.IsCompleted && time.GetElapsedTime(openedAt) > LeastAge + (opened.IsCompletedSuccessfully ? opened.Result.Parts * AgePerPart : TimeSpan.Zero);
}
