using System.Globalization;
using FlashFlow.Core.Buying;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>An order as the ledger's hash of orders holds it: the text that <c>order.lua</c> describes.</summary>
internal readonly record struct OrderRecord(long Position, int Quantity, OrderState? State)
{
    private const int FieldsOfHold = 9;

    /// <summary>Reads a record.</summary>
    /// <param name="text">The record.</param>
    /// <param name="asOf">When it was read, by the ledger's clock.</param>
    public static OrderRecord Parse(string text, DateTimeOffset asOf)
    {
        // What may hold a colon itself comes last.
        var fields = text.Split(':', FieldsOfHold);
        var (position, quantity) = (Number(fields[0]), (int)Number(fields[1]));
        if (fields.Length < FieldsOfHold)
            return new(position, quantity, State: null);
        var (status, heldAt) = (fields[2], Number(fields[4]));
        var state = new OrderState
        {
            Status = Status(status),
            ExpiresAt = heldAt == 0 ? null : Time(Number(fields[3])),
            HeldAt = heldAt == 0 ? null : Time(heldAt),
            Cancelled = (int)Number(fields[5]),
            Amount = Number(fields[6]),
            Currency = fields[7],
            PaymentRef = status is "C" or "L" or "X" or "Y" && fields[8].Length > 0 ? fields[8] : null,
            IsReinstated = status is "L" or "Y",
            IsRefused = status == "F",
        };
        return new(position, quantity, state.At(asOf));
    }

    /// <summary>Writes a record.</summary>
    /// <param name="shopperId">Who bought; empty for an anonymous shopper.</param>
    public string Write(string shopperId)
    {
        if (State is not { } state)
            return string.Create(CultureInfo.InvariantCulture, $"{Position}:{Quantity}");
        var tail = state.Status is OrderStatus.Confirmed or OrderStatus.Cancelled ? state.PaymentRef : shopperId;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Position}:{Quantity}:{Letter(state)}:{Milliseconds(state.ExpiresAt)}:{Milliseconds(state.HeldAt)}:{state.Cancelled}:{state.Amount}:{state.Currency}:{tail}");
    }

    private static OrderStatus Status(string letter) => letter switch
    {
        "H" => OrderStatus.Held,
        "C" or "L" => OrderStatus.Confirmed,
        "R" => OrderStatus.Released,
        "E" or "F" => OrderStatus.Expired,
        "X" or "Y" => OrderStatus.Cancelled,
        _ => throw new InvalidOperationException($"The ledger holds the status '{letter}', which means nothing."),
    };

    private static char Letter(OrderState state) => state switch
    {
        { Status: OrderStatus.Held } => 'H',
        { Status: OrderStatus.Confirmed, IsReinstated: true } => 'L',
        { Status: OrderStatus.Confirmed } => 'C',
        { Status: OrderStatus.Released } => 'R',
        { Status: OrderStatus.Expired, IsRefused: true } => 'F',
        { Status: OrderStatus.Expired } => 'E',
        { Status: OrderStatus.Cancelled, IsReinstated: true } => 'Y',
        { Status: OrderStatus.Cancelled } => 'X',
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static long Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() ?? 0;
}
