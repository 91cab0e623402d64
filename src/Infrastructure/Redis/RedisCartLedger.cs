using FlashFlow.Core.Buying;
using FlashFlow.Core.Carts;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>Takes the parts of an order of several lines: <c>take.lua</c>, one call for each family.</summary>
internal sealed class RedisCartLedger(
    RedisConnection redis, ProductKeyDirectory keys, RedisProducts products, RedisDurability durability, StallWatch stalls) : ICartLedger
{
    private const char Accepted = 'A';
    private const char Replayed = 'R';
    private const char HoldsNothing = 'W';
    private const char SomethingIsDue = 'T';

    private static readonly string Take = LuaScript.With(["suspension", "clock", "gate", "bought"], "take");

    /// <inheritdoc/>
    public async Task<CartReply> TakeAsync(CartTake take)
    {
        var of = await keys.OfAsync([.. take.Parts.Select(part => part.ProductId)]);
        await durability.RequireAsync(of[0]);
        foreach (var part in take.Parts)
            await products.ActivateAsync(part.ProductId);
        RedisValue[] arguments = [take.CartId.ToString(), take.ShopperId, take.MustHold, take.Deadline?.NotAfter ?? 0, .. take.Parts.SelectMany(Arguments)];
        stalls.ThrowIfStalled();
        var answer = (RedisResult[])(await redis.EvaluateAsync(Take, [.. of.SelectMany(Keys)], arguments))!;

        var refused = (int)answer[0];
        var parts = take.Parts.Select((part, i) => Read(part, (RedisResult[])answer[i + 2]!)).ToArray();
        var outcome = refused > 0 ? Why(((string)answer[1]!)[0])
            : Array.Exists(parts, part => part.Entry is not null) ? OrderOutcome.Accepted
            : OrderOutcome.Replayed;
        var reply = new CartReply(outcome, Math.Max(0, refused - 1), parts);
        return !reply.HasOrders && take.Deadline?.MayComeLater(reply.Now) == true ? reply with { Outcome = OrderOutcome.Unknown } : reply;
    }

    private static RedisKey[] Keys(ProductKeys of) => [of.Sale, of.Orders, of.Shoppers, of.Outbox, of.Suspended, of.Deadlines, of.OrdersBefore];

    private static RedisValue[] Arguments(CartPart part) =>
    [
        part.ProductId, part.Known.Epoch, part.Known.Seq, part.Epoch, part.OrderId.ToString(), part.Quantity,
        part.Amount is { } amount ? amount : "", part.IsBundle,
    ];

    private static OrderOutcome Why(char code) => code switch
    {
        HoldsNothing => OrderOutcome.HoldsNothing,
        SomethingIsDue => OrderOutcome.SomethingIsDue,
        _ => LedgerAnswer.OfBuy(code),
    };

    private static LedgerReply Read(CartPart part, RedisResult[] fields)
    {
        var now = (long)fields[0];
        var mark = new HighWaterMark((long)fields[1], (long)fields[2]);
        OrderResult[] results = [];
        if ((string)fields[4]! is [var code and (Accepted or Replayed)])
        {
            var order = OrderRecord.Parse((string)fields[3]!, DateTimeOffset.FromUnixTimeMilliseconds(now));
            results = [new(code == Accepted ? OrderOutcome.Accepted : OrderOutcome.Replayed, mark.Epoch, order.Position, order.State)];
        }

        var entry = fields.Length < 8 ? null : new OutboxEntry(part.ProductId, (string)fields[6]!, (byte[])fields[7]!) { Numbers = new(mark.Epoch, mark.Seq, mark.Seq) };
        return new(results, mark, IsSoldOut: false, LedgerAnswer.Level(part.ProductId, mark, (RedisResult[])fields[5]!), entry, Now: now);
    }
}
