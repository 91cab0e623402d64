using System.Globalization;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>A batch as <c>decide.lua</c> takes it: the buys, then the changes.</summary>
internal static class LedgerArguments
{
    private const int Before = 6;
    private const int PerBuy = 4;
    private const int PerChange = 6;

    public static RedisValue[] Of(string productId, HighWaterMark known, IReadOnlyList<OrderOperation> batch)
    {
        var buys = CountBuys(batch);
        var arguments = new RedisValue[Before + (PerBuy * buys) + (PerChange * (batch.Count - buys))];
        arguments[0] = productId;
        arguments[1] = known.Epoch;
        arguments[2] = known.Seq;
        arguments[3] = buys;
        arguments[4] = Places(batch);
        arguments[5] = FirstDeadline(batch);
        var (buyAt, changeAt) = (Before, Before + (PerBuy * buys));
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Change is { } change)
            {
                arguments[changeAt] = Kind(change);
                arguments[changeAt + 1] = batch[i].OrderId.ToString();
                arguments[changeAt + 2] = change.By ?? "";
                (arguments[changeAt + 3], arguments[changeAt + 4], arguments[changeAt + 5]) = Of(change);
                changeAt += PerChange;
            }
            else
            {
                arguments[buyAt] = batch[i].OrderId.ToString();
                arguments[buyAt + 1] = batch[i].ShopperId;
                arguments[buyAt + 2] = batch[i].Quantity;
                arguments[buyAt + 3] = batch[i].Epoch;
                buyAt += PerBuy;
            }
        }

        return arguments;
    }

    /// <summary>How many of them are buys.</summary>
    public static int CountBuys(IReadOnlyList<OrderOperation> batch)
    {
        var buys = 0;
        for (var i = 0; i < batch.Count; i++)
            buys += batch[i].Change is null ? 1 : 0;
        return buys;
    }

    // Most sales have no room: then it is one empty text for the whole batch.
    private static string Places(IReadOnlyList<OrderOperation> batch) => batch.Any(operation => operation.Place > 0)
        ? string.Join(',', batch.Where(operation => operation.Change is null).Select(operation => operation.Place))
        : "";

    // A call of the batch is too late from then on, so the whole batch is.
    private static long FirstDeadline(IReadOnlyList<OrderOperation> batch)
    {
        var first = long.MaxValue;
        for (var i = 0; i < batch.Count; i++)
            first = Math.Min(first, batch[i].Deadline?.NotAfter ?? long.MaxValue);
        return first == long.MaxValue ? 0 : first;
    }

    private static string Kind(OrderChange change) => change switch
    {
        OrderChange.Confirm => "confirm",
        OrderChange.Release => "release",
        OrderChange.Extend => "extend",
        OrderChange.Cancel => "cancel",
        OrderChange.Undo => "undo",
        OrderChange.Lapse => "lapse",
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, null),
    };

    private static (RedisValue One, RedisValue Two, RedisValue Three) Of(OrderChange change) => change switch
    {
        OrderChange.Confirm confirm => (confirm.PaymentRef, confirm.Amount, confirm.Currency),
        OrderChange.Cancel cancel => (
            cancel.Quantity?.ToString(CultureInfo.InvariantCulture) ?? "", cancel.Key, cancel.Share.ToString("0.######", CultureInfo.InvariantCulture)),
        OrderChange.Undo undo => (undo.PaymentRef, "", ""),
        _ => ("", "", ""),
    };
}
