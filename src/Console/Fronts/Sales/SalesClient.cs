namespace FlashFlow.Console.Fronts.Sales;

/// <summary>The front's calls about sales.</summary>
public sealed class SalesClient(FrontCaller front, TimeProvider time)
{
    /// <summary>The sales in order of their product ids.</summary>
    /// <param name="next">Path of a page, as an earlier page named it; null: the first.</param>
    /// <param name="limit">Most sales on the first page.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<ListPage<SaleView>> ListAsync(string? next, int limit, CancellationToken cancellation) =>
        front.GetPageAsync<SaleView>(next ?? $"/sales?limit={limit}", cancellation);

    /// <summary>The sale of a product; null when it has none.</summary>
    public Task<SaleView?> FindAsync(string productId, CancellationToken cancellation) => front.FindAsync<SaleView>($"{Path(productId)}/sale", cancellation);

    /// <summary>Every sale that the product ever had, newest first.</summary>
    public async Task<IReadOnlyList<EarlierSale>> ListOfAsync(string productId, CancellationToken cancellation) =>
        await front.GetAsync<EarlierSale[]>($"{Path(productId)}/sales", cancellation);

    /// <summary>What operators did to it, oldest first.</summary>
    public async Task<IReadOnlyList<SaleEvent>> ReadHistoryAsync(string productId, CancellationToken cancellation) =>
        await front.GetAsync<SaleEvent[]>($"{Path(productId)}/history", cancellation);

    /// <summary>The books of its sales.</summary>
    public async Task<IReadOnlyList<Books>> AuditAsync(string productId, CancellationToken cancellation) =>
        await front.GetAsync<Books[]>($"{Path(productId)}/audit", cancellation);

    /// <summary>What all fronts answered to its buys in the last ten minutes.</summary>
    public async Task<Activity> ReadActivityAsync(string productId, CancellationToken cancellation) =>
        Activity.Sum(await front.AskAllAsync<FrontActivity>($"{Path(productId)}/activity", cancellation), time.GetUtcNow());

    /// <summary>Starts a sale, or changes the running one.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="draft">The sale.</param>
    /// <param name="epoch">The sale that is changed or replaced; null for the first of a product.</param>
    /// <param name="replaces">Whether it is replaced by a new one.</param>
    public async Task<SaleView> DefineAsync(string productId, SaleDraft draft, long? epoch = null, bool replaces = false) =>
        (await front.ActAsync<SaleView>(HttpMethod.Put, $"{Path(productId)}{(epoch is null ? "" : $"?epoch={epoch}&reset={(replaces ? "true" : "false")}")}", draft))!;

    /// <summary>The line before a sale; null where there is none.</summary>
    public Task<LineView?> FindLineAsync(string productId, CancellationToken cancellation) => front.FindAsync<LineView>($"{Path(productId)}/room", cancellation);

    /// <summary>Has so many let in a minute; 0: none until it is changed.</summary>
    public Task SetRateAsync(string productId, long epoch, int perMinute) =>
        front.ActAsync<SaleView>(HttpMethod.Post, $"{Path(productId)}/room/rate?epoch={epoch}", new { perMinute });

    /// <summary>Ends the line: everybody can buy.</summary>
    public Task EndRoomAsync(string productId, long epoch) => front.ActAsync<SaleView>(HttpMethod.Delete, $"{Path(productId)}/room?epoch={epoch}");

    /// <summary>Adds units; the same key adds them once.</summary>
    public async Task<SaleView> RestockAsync(string productId, long epoch, int units, string idempotencyKey) =>
        (await front.ActAsync<SaleView>(HttpMethod.Post, $"{Path(productId)}/restock?epoch={epoch}", new { units }, idempotencyKey))!;

    /// <summary>Sells nothing until resumed.</summary>
    public Task<SaleView> PauseAsync(string productId, long epoch) => ChangeAsync(productId, "pause", epoch);

    /// <summary>Sells again.</summary>
    public Task<SaleView> ResumeAsync(string productId, long epoch) => ChangeAsync(productId, "resume", epoch);

    /// <summary>Ends the sale for good.</summary>
    public Task<SaleView> CloseAsync(string productId, long epoch) => ChangeAsync(productId, "close", epoch);

    /// <summary>Takes a product whose sale is over off the list.</summary>
    public Task ArchiveAsync(string productId, long epoch) => front.ActAsync<SaleView>(HttpMethod.Delete, $"{Path(productId)}?epoch={epoch}");

    private async Task<SaleView> ChangeAsync(string productId, string change, long epoch) =>
        (await front.ActAsync<SaleView>(HttpMethod.Post, $"{Path(productId)}/{change}?epoch={epoch}"))!;

    private static string Path(string productId) => $"/products/{Uri.EscapeDataString(productId)}";
}
