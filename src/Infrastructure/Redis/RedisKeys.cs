using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The names of a product's keys. The hash tag <c>{product}</c> keeps them in one slot, so that one script may use them all.</summary>
internal static class RedisKeys
{
    /// <summary>Set of all products that have had a sale.</summary>
    public static readonly RedisKey Products = "flashflow:products";

    public static RedisKey Sale(string productId) => $"flashflow:{{{productId}}}:sale";

    public static RedisKey Orders(string productId) => $"flashflow:{{{productId}}}:orders";

    public static RedisKey Shoppers(string productId) => $"flashflow:{{{productId}}}:shoppers";

    public static RedisKey Outbox(string productId) => $"flashflow:{{{productId}}}:outbox";

    public static RedisKey OutboxLease(string productId) => $"flashflow:{{{productId}}}:outbox-lease";

    public static RedisKey Restocks(string productId) => $"flashflow:{{{productId}}}:restocks";

    public static RedisKey Ended(string productId) => $"flashflow:{{{productId}}}:ended";
}
