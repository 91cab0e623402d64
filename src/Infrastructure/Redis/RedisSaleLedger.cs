using FlashFlow.Core.Auditing;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Rooms;
using FlashFlow.Core.Sales;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The operator's side of the ledger.</summary>
internal sealed class RedisSaleLedger(
    RedisConnection redis, ProductKeyDirectory keys, RedisProducts products, RedisIdentity identity, StallWatch stalls) : ISaleLedger
{
    private static readonly string Open = LuaScript.Text("open");
    private static readonly string Update = Changing("update");
    private static readonly string Restock = Changing("restock");
    private static readonly string SetState = Changing("set-state");
    private static readonly string Archive = Changing("archive");
    private static readonly string SuspendIfBehind = LuaScript.With(["suspension", "clock"], "suspend-if-behind");

    private readonly RedisSaleReads reads = new(redis, keys);

    /// <inheritdoc/>
    public async Task<bool> OpenAsync(SaleDefinition definition, long epoch, long replacing, SaleEvent? what)
    {
        // Listed before it is opened: a sale that nobody sweeps would be worse than a name without a sale.
        var id = definition.ProductId;
        await products.AddAsync(id, epoch, definition.Family);
        var of = await keys.OfAsync(id);
        return (bool)await redis.EvaluateAsync(
            Open,
            [
                of.Sale, of.Orders, of.OrdersBefore, of.Ended, of.Suspended, of.Unrecorded,
                .. of.OfRoom, of.Shoppers, of.Restocks, of.Deadlines, of.Cancels,
            ],
            [epoch, replacing, SaleEventJson.Write(what), definition.Stock, .. KeysOf(definition.Room), .. SaleHash.Changeable(definition with { Family = of.Family })]);
    }

    /// <inheritdoc/>
    public async Task<SaleChange> UpdateAsync(long epoch, SaleDefinition definition, SaleEvent? what)
    {
        var of = await keys.OfAsync(definition.ProductId);
        return await ChangeAsync(
            definition.ProductId,
            Update,
            [of.Sale, of.Suspended, of.Outbox, of.Unrecorded, .. of.OfRoom],
            epoch, what, [.. KeysOf(definition.Room), .. SaleHash.Changeable(definition)]);
    }

    /// <inheritdoc/>
    public async Task<SaleChange> RestockAsync(string productId, long epoch, int units, string? key, SaleEvent? what)
    {
        var of = await keys.OfAsync(productId);
        return await ChangeAsync(
            productId, Restock, [of.Sale, of.Restocks, of.Suspended, of.Outbox, of.Unrecorded], epoch, what, units, key ?? "", SaleDefinition.MaxStock);
    }

    /// <inheritdoc/>
    public async Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state, SaleEvent? what)
    {
        var of = await keys.OfAsync(productId);
        return await ChangeAsync(productId, SetState, [of.Sale, of.Suspended, of.Outbox, of.Unrecorded], epoch, what, SaleStates.Name(state));
    }

    /// <inheritdoc/>
    public async Task<SaleChange> ArchiveAsync(string productId, long epoch, SaleEvent? what)
    {
        // Noted before it is archived: otherwise a product that nobody sells would be swept for ever if this process died in between.
        var look = (await LookAsync([productId]))[0];
        if (look.Sale is { } sale && sale.Epoch == epoch && sale.IsOver(look.AsOf))
            await products.NoteLeavingAsync(productId, epoch);
        var of = await keys.OfAsync(productId);
        var change = await ChangeAsync(
            productId,
            Archive,
            [of.Sale, of.Suspended, of.Outbox, of.Unrecorded, of.Orders, of.Shoppers, of.Restocks, of.Deadlines, of.Cancels, .. of.OfRoom],
            epoch, what);
        if (change is SaleChange.Done or SaleChange.Repeated)
            await TryUnlistAsync(productId, epoch);
        return change;
    }

    /// <inheritdoc/>
    public async Task TidyListsAsync()
    {
        foreach (var (productId, epoch) in await products.ListLeavingAsync())
            await TryUnlistAsync(productId, epoch);
        foreach (var (productId, activatedAt) in await products.ListQuietAsync())
            if (!await IsWaitingAsync(productId))
                await products.DeactivateAsync(productId, activatedAt);
    }

    /// <inheritdoc/>
    public async Task<Sale?> FindAsync(string productId) => (await LookAsync([productId]))[0].Sale;

    /// <inheritdoc/>
    public Task<IReadOnlyList<SaleLook>> LookAsync(IReadOnlyList<string> productIds) => reads.LookAsync(productIds);

    /// <inheritdoc/>
    public async Task<bool> SuspendIfBehindAsync(string productId, HighWaterMark known)
    {
        var of = await keys.OfAsync(productId);
        return (bool)await redis.EvaluateAsync(SuspendIfBehind, [of.Sale, of.Suspended], known.Epoch, known.Seq);
    }

    /// <inheritdoc/>
    public async Task<Suspension?> FindSuspensionAsync(string productId)
    {
        var of = await keys.OfAsync(productId);
        return SaleHash.ReadSuspension(await redis.CallAsync(database => database.HashGetAllAsync(of.Suspended)));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EndedSale>> ListEndedAsync(string productId)
    {
        var of = await keys.OfAsync(productId);
        var entries = await redis.CallAsync(database => database.HashGetAllAsync(of.Ended));
        return [.. entries.Select(SaleHash.ReadEnded).OrderBy(sale => sale.Epoch)];
    }

    /// <inheritdoc/>
    public async Task<long> FindLastEpochAsync()
    {
        var products = await keys.OfAsync(await ListProductsAsync());
        var epochs = await redis.CallAsync(database => Task.WhenAll(products.SelectMany(of => new[]
        {
            database.HashGetAsync(of.Sale, "epoch"), database.HashGetAsync(of.Suspended, "known_epoch"),
        })));
        return epochs.Select(epoch => (long)epoch).DefaultIfEmpty().Max();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UnrecordedChange>> ListUnrecordedAsync(string productId)
    {
        var of = await keys.OfAsync(productId);
        var entries = await redis.CallAsync(database => database.StreamRangeAsync(of.Unrecorded));
        return [.. entries.Select(entry => new UnrecordedChange(entry.Id!, (long)entry["epoch"], SaleEventJson.Read(entry["what"])))];
    }

    /// <inheritdoc/>
    public async Task ForgetUnrecordedAsync(string productId, IReadOnlyList<UnrecordedChange> changes)
    {
        var of = await keys.OfAsync(productId);
        if (changes.Count > 0)
            await redis.CallAsync(database => database.StreamDeleteAsync(of.Unrecorded, [.. changes.Select(change => (RedisValue)change.Id)]));
    }

    /// <inheritdoc/>
    public Task ListAsync(string productId, long epoch) => products.AddAsync(productId, epoch, family: null);

    /// <inheritdoc/>
    public Task RememberFamiliesAsync(IReadOnlyDictionary<string, string> families) => keys.RememberAsync(families);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListProductsAsync()
    {
        var ids = await products.ListAsync();
        return [.. ids.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListActiveAsync()
    {
        var ids = await products.ListActiveAsync();
        return [.. ids.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task ActivateIfWaitingAsync(string productId)
    {
        if (await IsWaitingAsync(productId))
            await products.ActivateAgainAsync(productId);
    }

    /// <inheritdoc/>
    public Task<string> FindIdentityAsync() => identity.FindAsync();

    /// <inheritdoc/>
    public Task<LedgerOrder?> FindOrderAsync(string productId, Guid orderId) => reads.FindOrderAsync(productId, orderId);

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<AcceptedOrder>> ListOrdersAsync(string productId) => reads.ListOrdersAsync(productId);

    /// <inheritdoc/>
    public Task<long> CountDueAsync(string productId) => reads.CountDueAsync(productId);

    private async Task TryUnlistAsync(string productId, long epoch)
    {
        // Archived means that nothing is added to the outbox any more; a later sale does not leave the list with this one.
        if (await FindAsync(productId) is not { } sale || sale.Epoch < epoch)
            return;
        if (sale.Epoch > epoch)
            await products.ForgetLeavingAsync(productId);
        else if (sale.IsArchived && await CountOutboxAsync(productId) == 0)
            await products.RemoveAsync(productId, epoch);
    }

    private async Task<long> CountOutboxAsync(string productId)
    {
        var of = await keys.OfAsync(productId);
        return await redis.CallAsync(database => database.StreamLengthAsync(of.Outbox));
    }

    private async Task<bool> IsWaitingAsync(string productId)
    {
        var of = await keys.OfAsync(productId);
        RedisKey[] streams = [of.Outbox, of.Unrecorded];
        return await redis.CallAsync(async database =>
        {
            var lengths = Task.WhenAll(streams.Select(stream => database.StreamLengthAsync(stream)));
            var hasDeadlines = database.KeyExistsAsync(of.Deadlines);
            return (await lengths).Any(length => length > 0) || await hasDeadlines;
        });
    }

    private async Task<SaleChange> ChangeAsync(string productId, string script, RedisKey[] of, long epoch, SaleEvent? what, params RedisValue[] more)
    {
        await products.ActivateAsync(productId);
        stalls.ThrowIfStalled();
        return Change(await redis.EvaluateAsync(script, of, [productId, epoch, SaleEventJson.Write(what), .. more]));
    }

    // A room that begins has keys of its own; where it has begun before, the script leaves these.
    private static RedisValue[] KeysOf(Room? room) => room is null ? ["", ""] : RoomKeys.New() is var keys ? [Convert.ToHexStringLower(keys.Secret), Convert.ToHexStringLower(keys.Key)] : [];

    // A change by an operator is a transition of the sale.
    private static string Changing(string script) => LuaScript.With(["clock", "transition", "sale-transition"], script);

    private static SaleChange Change(RedisResult result) => (string?)result switch
    {
        "done" => SaleChange.Done,
        "repeated" => SaleChange.Repeated,
        "reused" => SaleChange.KeyReused,
        "superseded" => SaleChange.Superseded,
        "unknown" => SaleChange.UnknownProduct,
        "closed" => SaleChange.Closed,
        "suspended" => SaleChange.Suspended,
        "too many" => SaleChange.TooMany,
        "bundle" => SaleChange.IsBundle,
        "not over" => SaleChange.NotOver,
        "holds" => SaleChange.HoldsRemain,
        var answer => throw new InvalidOperationException($"The ledger answered '{answer}', which means nothing."),
    };
}
