using System.Globalization;
using FlashFlow.Core.Sales;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The operator's side of the ledger.</summary>
internal sealed class RedisSaleLedger(RedisConnection redis, RedisKeys keys) : ISaleLedger
{
    private static readonly string Open = EmbeddedText.Read("open.lua");
    private static readonly string Update = EmbeddedText.Read("update.lua");
    private static readonly string Restock = EmbeddedText.Read("restock.lua");
    private static readonly string SetState = EmbeddedText.Read("set-state.lua");

    /// <inheritdoc/>
    public async Task<bool> OpenAsync(SaleDefinition definition, long epoch, long replacing, SaleEvent? what)
    {
        // Listed before it is opened: a sale that nobody sweeps would be worse than a name without a sale.
        var id = definition.ProductId;
        await redis.CallAsync(database => database.SetAddAsync(keys.Products, id));
        return (bool)await redis.EvaluateAsync(
            Open,
            [keys.Sale(id), keys.Orders(id), keys.Shoppers(id), keys.Restocks(id), keys.Ended(id), keys.OrdersBefore(id), keys.Suspended(id), keys.Unrecorded(id)],
            [epoch, replacing, definition.Stock, .. Changeable(definition), SaleEventJson.Write(what)]);
    }

    /// <inheritdoc/>
    public async Task<SaleChange> UpdateAsync(long epoch, SaleDefinition definition, SaleEvent? what) =>
        Change(await redis.EvaluateAsync(
            Update,
            [keys.Sale(definition.ProductId), keys.Suspended(definition.ProductId), keys.Unrecorded(definition.ProductId)],
            [epoch, .. Changeable(definition), SaleEventJson.Write(what)]));

    /// <inheritdoc/>
    public async Task<SaleChange> RestockAsync(string productId, long epoch, int units, string? key, SaleEvent? what) =>
        Change(await redis.EvaluateAsync(
            Restock,
            [keys.Sale(productId), keys.Restocks(productId), keys.Suspended(productId), keys.Unrecorded(productId)],
            epoch, units, key ?? "", SaleDefinition.MaxStock, SaleEventJson.Write(what)));

    /// <inheritdoc/>
    public async Task<SaleChange> SetStateAsync(string productId, long epoch, SaleState state, SaleEvent? what) =>
        Change(await redis.EvaluateAsync(
            SetState,
            [keys.Sale(productId), keys.Suspended(productId), keys.Unrecorded(productId)],
            epoch, SaleStates.Name(state), SaleEventJson.Write(what)));

    /// <inheritdoc/>
    public async Task<Sale?> FindAsync(string productId)
    {
        var found = await redis.CallAsync(database =>
            Task.WhenAll(database.HashGetAllAsync(keys.Sale(productId)), database.HashGetAllAsync(keys.Suspended(productId))));
        return found[0].Length == 0 ? null : Read(productId, Fields(found[0])) with { Suspension = ReadSuspension(found[1]) };
    }

    /// <inheritdoc/>
    public async Task<Suspension?> FindSuspensionAsync(string productId) =>
        ReadSuspension(await redis.CallAsync(database => database.HashGetAllAsync(keys.Suspended(productId))));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EndedSale>> ListEndedAsync(string productId)
    {
        var entries = await redis.CallAsync(database => database.HashGetAllAsync(keys.Ended(productId)));
        return [.. entries.Select(ReadEnded).OrderBy(sale => sale.Epoch)];
    }

    /// <inheritdoc/>
    public async Task<long> FindLastEpochAsync()
    {
        var products = await ListProductsAsync();
        var epochs = await redis.CallAsync(database => Task.WhenAll(products.SelectMany(id => new[]
        {
            database.HashGetAsync(keys.Sale(id), "epoch"), database.HashGetAsync(keys.Suspended(id), "known_epoch"),
        })));
        return epochs.Select(epoch => (long)epoch).DefaultIfEmpty().Max();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UnrecordedChange>> ListUnrecordedAsync(string productId)
    {
        var entries = await redis.CallAsync(database => database.StreamRangeAsync(keys.Unrecorded(productId)));
        return [.. entries.Select(entry => new UnrecordedChange(entry.Id!, (long)entry["epoch"], SaleEventJson.Read(entry["what"])))];
    }

    /// <inheritdoc/>
    public async Task ForgetUnrecordedAsync(string productId, IReadOnlyList<UnrecordedChange> changes)
    {
        if (changes.Count > 0)
            await redis.CallAsync(database => database.StreamDeleteAsync(keys.Unrecorded(productId), [.. changes.Select(change => (RedisValue)change.Id)]));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListProductsAsync()
    {
        var ids = await redis.CallAsync(database => database.SetMembersAsync(keys.Products));
        return [.. ids.Select(id => (string)id!).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<bool> HasOrderAsync(string productId, Guid orderId)
    {
        RedisKey[] sales = [keys.Orders(productId), keys.OrdersBefore(productId)];
        var found = await redis.CallAsync(database =>
            Task.WhenAll(sales.Select(orders => database.HashExistsAsync(orders, orderId.ToString()))));
        return found.Contains(true);
    }

    internal static RedisValue[] Changeable(SaleDefinition definition) =>
    [
        definition.Name,
        definition.Price.ToString(CultureInfo.InvariantCulture),
        definition.LimitPerShopper,
        Milliseconds(definition.OpensAt),
        Milliseconds(definition.ClosesAt),
    ];

    private static Dictionary<string, RedisValue> Fields(HashEntry[] entries) =>
        entries.ToDictionary(entry => (string)entry.Name!, entry => entry.Value);

    private static Suspension? ReadSuspension(HashEntry[] entries)
    {
        if (entries.Length == 0)
            return null;
        var fields = Fields(entries);
        return new(
            new((long)fields["known_epoch"], (long)fields["known_position"]),
            new((long)fields["epoch"], (long)fields["position"]),
            DateTimeOffset.FromUnixTimeMilliseconds((long)fields["since"]));
    }

    private static Sale Read(string productId, Dictionary<string, RedisValue> fields) => new()
    {
        Epoch = (long)fields["epoch"],
        State = SaleStates.Parse(fields["state"]!),
        Added = (long)fields["added"],
        Remaining = (long)fields["remaining"],
        Accepted = (long)fields["accepted"],
        Orders = (long)fields["orders"],
        Changes = (long)fields.GetValueOrDefault("changes"),
        Lost = (long)fields.GetValueOrDefault("lost"),
        Definition = new()
        {
            ProductId = productId,
            Name = fields["name"]!,
            Price = decimal.Parse((string)fields["price"]!, CultureInfo.InvariantCulture),
            Stock = (int)fields["initial"],
            LimitPerShopper = (int)fields["limit"],
            OpensAt = ReadTime(fields["opens_at"]),
            ClosesAt = ReadTime(fields["closes_at"]),
        },
    };

    private static EndedSale ReadEnded(HashEntry entry)
    {
        var counts = ((string)entry.Value!).Split(':');
        return new((long)entry.Name, long.Parse(counts[0], CultureInfo.InvariantCulture), long.Parse(counts[1], CultureInfo.InvariantCulture));
    }

    private static SaleChange Change(RedisResult result) => (string?)result switch
    {
        "done" => SaleChange.Done,
        "repeated" => SaleChange.Repeated,
        "superseded" => SaleChange.Superseded,
        "unknown" => SaleChange.UnknownProduct,
        "closed" => SaleChange.Closed,
        "suspended" => SaleChange.Suspended,
        "too many" => SaleChange.TooMany,
        var answer => throw new InvalidOperationException($"The ledger answered '{answer}', which means nothing."),
    };

    private static long Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() ?? 0;

    private static DateTimeOffset? ReadTime(RedisValue milliseconds) =>
        (long)milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
}
