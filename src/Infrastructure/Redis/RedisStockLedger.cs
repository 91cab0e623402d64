using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The authority over stock: <c>decide.lua</c> and its parts, one call per batch.</summary>
internal sealed class RedisStockLedger(RedisConnection redis, RedisKeys keys, RedisProducts products, RedisDurability durability) : IStockLedger
{
    // A server that is full or may only be read refuses it whole, whatever it would decide.
    private static readonly string Decide = "#!lua\n" + string.Concat(
        ((string[])["suspension", "clock", "order", "transition", "lapse", "change-order", "buy", "decide"]).Select(part => EmbeddedText.Read($"{part}.lua")));

    /// <inheritdoc/>
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        await durability.RequireAsync();
        await products.ActivateAsync(productId);
        var result = await redis.EvaluateAsync(
            Decide,
            [
                keys.Sale(productId), keys.Orders(productId), keys.Shoppers(productId), keys.Outbox(productId), keys.Suspended(productId),
                keys.Deadlines(productId), keys.OrdersBefore(productId), keys.Cancels(productId),
            ],
            LedgerArguments.Of(productId, known, batch));
        return LedgerAnswer.Read(productId, batch, result);
    }
}
