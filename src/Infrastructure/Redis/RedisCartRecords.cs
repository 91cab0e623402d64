using System.Text.Json;
using System.Text.Json.Serialization;
using FlashFlow.Core.Carts;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>What carts are made of, each under a key of its own, and in one hash what is being done to all parts of one.</summary>
internal sealed class RedisCartRecords(RedisConnection redis, RedisKeys keys) : ICartRecords
{
    // Long enough for whoever tries again, or pays, also days later; what was stored of it is known for good.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private const string EndIfSame = """
        if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then return redis.call('HDEL', KEYS[1], ARGV[1]) end
        return 0
        """;

    /// <inheritdoc/>
    public async Task<Cart> KeepAsync(Cart cart)
    {
        // Nobody replaces one that nobody has seen yet, so what is found is there as long as one of the two fails.
        while (true)
        {
            if (await redis.CallAsync(database => database.StringSetAsync(keys.Cart(cart.Id), Write(cart), KeptFor, when: When.NotExists)))
                return cart;
            if (await FindAsync(cart.Id) is { } before)
                return before;
        }
    }

    /// <inheritdoc/>
    public Task ReplaceAsync(Cart cart) => redis.CallAsync(database => database.StringSetAsync(keys.Cart(cart.Id), Write(cart), KeptFor));

    /// <inheritdoc/>
    public async Task<Cart?> FindAsync(Guid cartId)
    {
        var text = await redis.CallAsync(database => database.StringGetAsync(keys.Cart(cartId)));
        return text.HasValue ? JsonSerializer.Deserialize((string)text!, CartJson.Default.Cart) : null;
    }

    /// <inheritdoc/>
    public async Task<CartChange> BeginAsync(Guid cartId, CartChange change)
    {
        while (true)
        {
            if (await redis.CallAsync(database => database.HashSetAsync(keys.CartChanges, cartId.ToString(), Write(change), When.NotExists)))
                return change;
            var noted = await redis.CallAsync(database => database.HashGetAsync(keys.CartChanges, cartId.ToString()));
            if (noted.HasValue)
                return Read(noted);
        }
    }

    /// <inheritdoc/>
    public Task EndAsync(Guid cartId, CartChange change) =>
        redis.EvaluateAsync(EndIfSame, [keys.CartChanges], cartId.ToString(), Write(change));

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<Guid, CartChange>> ListChangesAsync()
    {
        var entries = await redis.CallAsync(database => database.HashGetAllAsync(keys.CartChanges));
        return entries.ToDictionary(entry => Guid.Parse((string)entry.Name!), entry => Read(entry.Value));
    }

    private static string Write(Cart cart) => JsonSerializer.Serialize(cart, CartJson.Default.Cart);

    private static string Write(CartChange change) => JsonSerializer.Serialize(change, CartJson.Default.CartChange);

    private static CartChange Read(RedisValue text) => JsonSerializer.Deserialize((string)text!, CartJson.Default.CartChange)!;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Cart))]
[JsonSerializable(typeof(CartChange))]
internal sealed partial class CartJson : JsonSerializerContext;
