using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The names of the keys. The hash tag <c>{product}</c> keeps a product's keys in one slot, so that one script may use them all.</summary>
internal sealed class RedisKeys(RedisOptions options)
{
    /// <summary>Set of all products that have had a sale and are not archived.</summary>
    public RedisKey Products { get; } = $"{options.Prefix}:products";

    /// <summary>Sorted set: product -> Redis's clock, in milliseconds, when somebody last said that it is bought or changed. In one slot with the set, by its hash tag.</summary>
    public RedisKey ActiveProducts { get; } = $"{options.Prefix}:{{{options.Prefix}:products}}:active";

    /// <summary>A text that is lost together with the ledger.</summary>
    public RedisKey Identity { get; } = $"{options.Prefix}:identity";

    /// <summary>Hash: product -> epoch of its latest sale. In one slot with the set, by its hash tag.</summary>
    public RedisKey ProductEpochs { get; } = $"{options.Prefix}:{{{options.Prefix}:products}}:epochs";

    /// <summary>Hash: product -> epoch of the sale with which it is to leave the set. In one slot with the set, too.</summary>
    public RedisKey ProductsLeaving { get; } = $"{options.Prefix}:{{{options.Prefix}:products}}:leaving";

    /// <summary>Channel on which fronts hear what changed.</summary>
    public RedisChannel StockNews { get; } = new($"{options.Prefix}:stock-news", RedisChannel.PatternMode.Literal);

    /// <summary>Written by health checks to see whether Redis takes writes.</summary>
    public RedisKey Probe { get; } = $"{options.Prefix}:probe";

    public RedisKey Sale(string productId) => Name(productId, "sale");

    public RedisKey Orders(string productId) => Name(productId, "orders");

    /// <summary>The orders of the sale before this one, for a while.</summary>
    public RedisKey OrdersBefore(string productId) => Name(productId, "orders-before");

    public RedisKey Shoppers(string productId) => Name(productId, "shoppers");

    public RedisKey Outbox(string productId) => Name(productId, "outbox");

    public RedisKey OutboxLease(string productId) => Name(productId, "outbox-lease");

    /// <summary>Hash: key of a restock -> units. Once a set of keys had the name <c>restocks</c>.</summary>
    public RedisKey Restocks(string productId) => Name(productId, "restocks-by-key");

    /// <summary>Sorted set: what is to be taken back -> when, in milliseconds of the ledger's clock.</summary>
    public RedisKey Deadlines(string productId) => Name(productId, "deadlines");

    /// <summary>Hash: order and key of a cancel -> units.</summary>
    public RedisKey Cancels(string productId) => Name(productId, "cancels");

    /// <summary>Hash that is there while the product is suspended.</summary>
    public RedisKey Suspended(string productId) => Name(productId, "suspended");

    /// <summary>Stream of operators' changes that may not be recorded yet.</summary>
    public RedisKey Unrecorded(string productId) => Name(productId, "unrecorded");

    public RedisKey Ended(string productId) => Name(productId, "ended");

    /// <summary>The orders of a ledger that is being rebuilt.</summary>
    public RedisKey NewOrders(string productId, Guid attempt) => Name(productId, $"new-orders:{attempt:N}");

    /// <summary>The shoppers of a ledger that is being rebuilt.</summary>
    public RedisKey NewShoppers(string productId, Guid attempt) => Name(productId, $"new-shoppers:{attempt:N}");

    /// <summary>The deadlines of a ledger that is being rebuilt.</summary>
    public RedisKey NewDeadlines(string productId, Guid attempt) => Name(productId, $"new-deadlines:{attempt:N}");

    /// <summary>The keys of cancels of a ledger that is being rebuilt.</summary>
    public RedisKey NewCancels(string productId, Guid attempt) => Name(productId, $"new-cancels:{attempt:N}");

    private string Name(string productId, string what) => $"{options.Prefix}:{{{productId}}}:{what}";
}
