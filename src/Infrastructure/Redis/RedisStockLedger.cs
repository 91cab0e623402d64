using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The authority over stock: <c>buy.lua</c>, one call per batch.</summary>
internal sealed class RedisStockLedger(RedisConnection redis, RedisKeys keys, RedisProducts products, RedisDurability durability) : IStockLedger
{
    // A server that is full or may only be read refuses it whole, whatever it would decide.
    private static readonly string Buy = "#!lua\n" + EmbeddedText.Read("suspension.lua") + EmbeddedText.Read("buy.lua");

    /// <inheritdoc/>
    public async Task<LedgerReply> DecideAsync(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        await durability.RequireAsync();
        await products.ActivateAsync(productId);
        var result = await redis.EvaluateAsync(
            Buy,
            [keys.Sale(productId), keys.Orders(productId), keys.Shoppers(productId), keys.Outbox(productId), keys.Suspended(productId)],
            Arguments(productId, known, batch));
        return Read(productId, batch.Count, result);
    }

    internal static RedisValue[] Arguments(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        var arguments = new RedisValue[3 + (4 * batch.Count)];
        arguments[0] = productId;
        arguments[1] = known.Epoch;
        arguments[2] = known.Seq;
        for (var i = 0; i < batch.Count; i++)
        {
            var at = 3 + (4 * i);
            arguments[at] = batch[i].OrderId.ToString();
            arguments[at + 1] = batch[i].ShopperId;
            arguments[at + 2] = batch[i].Quantity;
            arguments[at + 3] = batch[i].Epoch;
        }

        return arguments;
    }

    internal static LedgerReply Read(string productId, int count, RedisResult result)
    {
        var fields = (RedisResult[])result!;
        var mark = new HighWaterMark((long)fields[0], (long)fields[1]);
        var codes = (string)fields[3]!;
        var replays = (long[])fields[4]!;
        if (codes.Length != count)
            throw new InvalidOperationException($"The ledger answered {codes.Length} of {count} buys.");

        var results = new OrderResult[count];
        var accepted = mark.Seq - codes.AsSpan().Count('A');
        var replayed = 0;
        for (var i = 0; i < count; i++)
        {
            var outcome = Outcome(codes[i]);
            var position = outcome switch
            {
                OrderOutcome.Accepted => ++accepted,
                OrderOutcome.Replayed => replays[replayed++],
                _ => 0,
            };
            results[i] = new(outcome, mark.Epoch, position);
        }

        var entry = fields.Length < 8 ? null : new OutboxEntry(productId, (string)fields[6]!, (byte[])fields[7]!);
        return new(results, mark, (long)fields[2] == 1, Level(productId, mark, (RedisResult[])fields[5]!), entry, IsSuspended: (long)fields[2] == 2);
    }

    // Each order and each operator's change makes the level a later one.
    private static StockLevel? Level(string productId, HighWaterMark mark, RedisResult[] left) =>
        left.Length == 0
            ? null
            : new(productId, mark.Epoch, mark.Seq + (long)left[2], (long)left[0], SaleStates.Parse((string)left[1]!));

    private static OrderOutcome Outcome(char code) => code switch
    {
        'A' => OrderOutcome.Accepted,
        'R' => OrderOutcome.Replayed,
        'K' => OrderOutcome.KeyReused,
        'E' => OrderOutcome.StaleEpoch,
        'N' => OrderOutcome.NotOpen,
        'P' => OrderOutcome.Paused,
        'C' => OrderOutcome.Closed,
        'L' => OrderOutcome.LimitReached,
        'S' => OrderOutcome.SoldOut,
        'U' => OrderOutcome.UnknownProduct,
        'B' => OrderOutcome.Suspended,
        _ => throw new InvalidOperationException($"The ledger answered '{code}', which means nothing."),
    };
}
