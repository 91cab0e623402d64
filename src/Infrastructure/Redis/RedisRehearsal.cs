using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>Asks and reads as <see cref="RedisStockLedger"/> does, of a script that touches no key: <c>rehearse.lua</c>.</summary>
internal sealed class RedisRehearsal(RedisConnection redis, ProductKeyDirectory keys, RedisDurability durability) : IStockLedger
{
    private static readonly string Rehearse = LuaScript.With(["clock"], "rehearse");

    /// <inheritdoc/>
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        var of = await keys.OfAsync(productId);
        await durability.RequireAsync(of);
        var result = await redis.EvaluateAsync(Rehearse, [of.Sale], LedgerArguments.Of(productId, known, batch));
        return LedgerAnswer.Read(productId, batch, result);
    }
}
