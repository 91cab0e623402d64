using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The names of the keys. The hash tag <c>{product}</c> keeps a product's keys in one slot, so that one script may use them all.</summary>
internal sealed class RedisKeys(RedisOptions options)
{
    /// <summary>Set of all products that have had a sale.</summary>
    public RedisKey Products { get; } = $"{options.Prefix}:products";

    /// <summary>Channel on which fronts hear what changed.</summary>
    public RedisChannel StockNews { get; } = new($"{options.Prefix}:stock-news", RedisChannel.PatternMode.Literal);

    public RedisKey Sale(string productId) => Name(productId, "sale");

    public RedisKey Orders(string productId) => Name(productId, "orders");

    /// <summary>The orders of the sale before this one, for a while.</summary>
    public RedisKey OrdersBefore(string productId) => Name(productId, "orders-before");

    public RedisKey Shoppers(string productId) => Name(productId, "shoppers");

    public RedisKey Outbox(string productId) => Name(productId, "outbox");

    public RedisKey OutboxLease(string productId) => Name(productId, "outbox-lease");

    public RedisKey Restocks(string productId) => Name(productId, "restocks");

    /// <summary>Hash that is there while the product is suspended.</summary>
    public RedisKey Suspended(string productId) => Name(productId, "suspended");

    /// <summary>Stream of operators' changes that may not be recorded yet.</summary>
    public RedisKey Unrecorded(string productId) => Name(productId, "unrecorded");

    public RedisKey Ended(string productId) => Name(productId, "ended");

    /// <summary>The orders of a ledger that is being rebuilt.</summary>
    public RedisKey NewOrders(string productId) => Name(productId, "new-orders");

    /// <summary>The shoppers of a ledger that is being rebuilt.</summary>
    public RedisKey NewShoppers(string productId) => Name(productId, "new-shoppers");

    private string Name(string productId, string what) => $"{options.Prefix}:{{{productId}}}:{what}";
}
