using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The names of the keys that are no product's; those of one are <see cref="ProductKeys"/>.</summary>
internal sealed class RedisKeys(RedisOptions options)
{
    /// <summary>Set of all products that have had a sale and are not archived.</summary>
    public RedisKey Products { get; } = $"{options.Prefix}:products";

    /// <summary>Sorted set: product -> Redis's clock, in milliseconds, when somebody last said that it is bought or changed. In one slot with the set, by its hash tag.</summary>
    public RedisKey ActiveProducts { get; } = $"{options.Prefix}:{{{options.Prefix}:products}}:active";

    /// <summary>A text that is lost together with what the ledger has on one of its servers (<see cref="LedgerShards"/>).</summary>
    public RedisKey Identity(int shard) => $"{options.Prefix}:{LedgerShards.TagOf(shard)}:identity";

    /// <summary>Hash: product -> epoch of its latest sale. In one slot with the set, by its hash tag.</summary>
    public RedisKey ProductEpochs { get; } = $"{options.Prefix}:{{{options.Prefix}:products}}:epochs";

    /// <summary>Hash: product -> epoch of the sale with which it is to leave the set. In one slot with the set, too.</summary>
    public RedisKey ProductsLeaving { get; } = $"{options.Prefix}:{{{options.Prefix}:products}}:leaving";

    /// <summary>Hash: product -> its family, for products that have one. In one slot with the set, too.</summary>
    public RedisKey ProductFamilies { get; } = $"{options.Prefix}:{{{options.Prefix}:products}}:families";

    /// <summary>Channel on which fronts hear what changed.</summary>
    public RedisChannel StockNews { get; } = new($"{options.Prefix}:stock-news", RedisChannel.PatternMode.Literal);

    /// <summary>Written by health checks to see whether one of the ledger's servers takes writes.</summary>
    public RedisKey Probe(int shard) => $"{options.Prefix}:{LedgerShards.TagOf(shard)}:probe";

    /// <summary>The keys of a product.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="family">Its family; null where it has none.</param>
    public ProductKeys Of(string productId, string? family) =>
        new(family is null ? $"{options.Prefix}:{{{productId}}}" : $"{options.Prefix}:{{{family}}}:{productId}", family);

    /// <summary>What is remembered of an order of several lines.</summary>
    public RedisKey Cart(Guid cartId) => $"{options.Prefix}:{{{cartId}}}:cart";

    /// <summary>Hash: order of several lines -> a change that is being made of all its lines.</summary>
    public RedisKey CartChanges { get; } = $"{options.Prefix}:cart-changes";
}
