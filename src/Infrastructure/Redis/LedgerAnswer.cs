using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>Reads what <c>decide.lua</c> answers.</summary>
internal static class LedgerAnswer
{
    public static LedgerReply Read(string productId, IReadOnlyList<OrderOperation> batch, RedisResult answer)
    {
        var fields = (RedisResult[])answer!;
        var mark = new HighWaterMark((long)fields[0], (long)fields[1]);
        var codes = (string)fields[3]!;
        if (codes.Length != batch.Count)
            throw new InvalidOperationException($"The ledger answered {codes.Length} of {batch.Count} operations.");

        var times = (RedisResult[])fields[6]!;
        var results = new OrderResult[batch.Count];
        var buys = LedgerArguments.CountBuys(batch);
        var reader = new Reader(mark, codes, buys, (RedisResult[])fields[4]!, times);
        for (var i = 0; i < results.Length; i++)
            if (batch[i].Change is null)
                results[i] = reader.NextBuy(batch[i]);
        for (var i = 0; buys < codes.Length && i < results.Length; i++)
            if (batch[i].Change is not null)
                results[i] = reader.NextChange();

        var entry = fields.Length < 11 ? null : new OutboxEntry(productId, (string)fields[8]!, (byte[])fields[9]!) { Numbers = new(mark.Epoch, (long)fields[10], mark.Seq) };
        return new(
            results, mark, (long)fields[2] == 1, Level(productId, mark, (RedisResult[])fields[5]!), entry, IsSuspended: (long)fields[2] == 2, UntilDue(times),
            (long)fields[7], IsLate: (long)fields[2] == 3);
    }

    private static TimeSpan? UntilDue(RedisResult[] times) =>
        times.Length > 0 && (long)times[1] is >= 0 and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    /// <summary>What is left of a product, as the script says it.</summary>
    // Each transition makes the level a later one; the changes by operators are counted beside them, for a ledger that is rebuilt jumps ahead by them.
    public static StockLevel? Level(string productId, HighWaterMark mark, RedisResult[] left) =>
        left.Length == 0
            ? null
            : new(productId, mark.Epoch, mark.Seq + (long)left[2], (long)left[0], SaleStates.Parse((string)left[1]!));

    /// <summary>What a letter of the script says of a buy.</summary>
    public static OrderOutcome OfBuy(char code) => code switch
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
        'M' => OrderOutcome.IsBundle,
        'O' => OrderOutcome.NotAdmitted,
        _ => OfAny(code),
    };

    private static OrderOutcome OfChange(char code) => code switch
    {
        'D' => OrderOutcome.Changed,
        'd' => OrderOutcome.Repeated,
        'F' => OrderOutcome.UnknownOrder,
        'Q' => OrderOutcome.TooManyUnits,
        'I' => OrderOutcome.KeyReused,
        'M' => OrderOutcome.PaymentMismatch,
        'W' => OrderOutcome.AmountMismatch,
        'H' => OrderOutcome.HoldExpired,
        'G' => OrderOutcome.HoldReleased,
        'A' => OrderOutcome.AlreadyConfirmed,
        'O' => OrderOutcome.NotConfirmed,
        'T' => OrderOutcome.HoldLimitReached,
        'Z' => OrderOutcome.TooLate,
        'X' => OrderOutcome.Cancelled,
        _ => OfAny(code),
    };

    private static OrderOutcome OfAny(char code) => code switch
    {
        'U' => OrderOutcome.UnknownProduct,
        'B' => OrderOutcome.Suspended,
        'V' => OrderOutcome.Unavailable,
        _ => throw new InvalidOperationException($"The ledger answered '{code}', which means nothing."),
    };

    /// <summary>Reads the codes and what belongs to them, from the first on: those of the buys come before those of the changes.</summary>
    private struct Reader(HighWaterMark mark, string codes, int buys, RedisResult[] records, RedisResult[] times)
    {
        // What was bought now has the last numbers.
        private long accepted = mark.Seq - codes.AsSpan(0, buys).Count('A');
        private int code;
        private int record;

        // Without times there is nothing whose state depends on them.
        private readonly DateTimeOffset Now => times.Length == 0 ? default : Time(0);

        public OrderResult NextBuy(in OrderOperation buy)
        {
            var outcome = OfBuy(codes[code++]);
            return outcome switch
            {
                OrderOutcome.Accepted => new(outcome, mark.Epoch, ++accepted, Held(buy.Quantity)),
                OrderOutcome.Replayed => Result(outcome, (string)records[record++]!),
                _ => new(outcome, mark.Epoch),
            };
        }

        public OrderResult NextChange()
        {
            var outcome = OfChange(codes[code++]);
            var text = record < records.Length ? (string)records[record++]! : "";
            return text.Length == 0 ? new(outcome, mark.Epoch) : Result(outcome, text);
        }

        private readonly OrderResult Result(OrderOutcome outcome, string text)
        {
            var order = OrderRecord.Parse(text, Now);
            return new(outcome, mark.Epoch, order.Position, order.State);
        }

        private readonly OrderState? Held(int quantity) => times.Length == 0 || (long)times[2] == 0 ? null : new()
        {
            Status = OrderStatus.Held,
            ExpiresAt = Time(2),
            HeldAt = Now,
            Amount = (long)times[3] * quantity,
            Currency = (string)times[4]!,
            AsOf = Now,
        };

        private readonly DateTimeOffset Time(int field) => DateTimeOffset.FromUnixTimeMilliseconds((long)times[field]);
    }
}
