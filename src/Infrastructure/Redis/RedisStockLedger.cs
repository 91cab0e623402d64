using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The authority over stock: <c>decide.lua</c> and its parts, one call per batch.</summary>
internal sealed class RedisStockLedger(
    RedisConnection redis, ProductKeyDirectory keys, RedisProducts products, RedisDurability durability, StallWatch stalls) : IStockLedger
{
    // A server that is full or may only be read refuses it whole, whatever it would decide. Functions are made anew in every call, so those
    // that a sale without holds does not need are made where they are needed only: they would cost it more than all else that is new.
    private static readonly string Decide = LuaScript.Of(
        $"""
        {LuaScript.Text("suspension", "clock", "gate", "bought", "buy")}
        local function make_functions()
        {LuaScript.Text("order", "transition", "lapse", "change-order", "serve")}
        return take_back_due, change_order, write_counts, write_transitions, serve_standby
        end

        """,
        "decide");

    /// <inheritdoc/>
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        var of = await keys.OfAsync(productId);
        await durability.RequireAsync(of);
        await products.ActivateAsync(productId);
        stalls.ThrowIfStalled();
        var result = await redis.EvaluateAsync(
            Decide,
            [
                of.Sale, of.Orders, of.Shoppers, of.Outbox, of.Suspended,
                of.Deadlines, of.OrdersBefore, of.Cancels, of.RoomInside,
                of.RoomStandby, of.RoomStandbyOrders, of.RoomLeft,
            ],
            LedgerArguments.Of(productId, known, batch));
        return LedgerAnswer.Read(productId, batch, result);
    }
}
