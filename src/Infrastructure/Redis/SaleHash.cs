using System.Globalization;
using FlashFlow.Core.Rooms;
using FlashFlow.Core.Sales;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>How a sale, its suspension and its predecessors stand in the hashes of Redis.</summary>
internal static class SaleHash
{
    /// <summary>What an operator may change in a running sale: field and value of each.</summary>
    public static RedisValue[] Changeable(SaleDefinition definition) =>
    [
        "name", definition.Name,
        "price", definition.Price.ToString(CultureInfo.InvariantCulture),
        "amount", definition.PriceInMinorUnits,
        "currency", definition.Currency?.Code ?? "",
        "limit", definition.LimitPerShopper,
        "opens_at", Milliseconds(definition.OpensAt),
        "closes_at", Milliseconds(definition.ClosesAt),
        "hold", definition.HoldSeconds * 1_000L,
        "hold_max", definition.HoldMaxSeconds * 1_000L,
        "cancel_until", Milliseconds(definition.CancelUntil),
        "return_after", definition.ReturnAfterSeconds * 1_000L,
        "family", definition.Family ?? "",
        "bundle", definition.Bundle?.ToString() ?? "",
        "room", definition.Room?.ToString() ?? "",
    ];

    public static Dictionary<string, RedisValue> Fields(HashEntry[] entries) =>
        entries.ToDictionary(entry => (string)entry.Name!, entry => entry.Value);

    public static Suspension? ReadSuspension(HashEntry[] entries)
    {
        if (entries.Length == 0)
            return null;
        var fields = Fields(entries);
        return new(
            new((long)fields["known_epoch"], (long)fields.GetValueOrDefault("known_seq")),
            new((long)fields["epoch"], (long)fields.GetValueOrDefault("seq")),
            DateTimeOffset.FromUnixTimeMilliseconds((long)fields["since"]));
    }

    public static Sale Read(string productId, Dictionary<string, RedisValue> fields) => new()
    {
        Epoch = (long)fields["epoch"],
        State = SaleStates.Parse(fields["state"]!),
        Added = (long)fields["added"],
        Remaining = (long)fields["remaining"],
        Accepted = (long)fields["accepted"],
        Orders = (long)fields["orders"],
        Seq = (long)fields.GetValueOrDefault("seq", fields["orders"]), // Versions before holds numbered nothing but orders.
        Held = (long)fields.GetValueOrDefault("held"),
        Lapsed = (long)fields.GetValueOrDefault("lapsed"),
        Returned = (long)fields.GetValueOrDefault("returned"),
        Changes = (long)fields.GetValueOrDefault("changes"),
        Lost = (long)fields.GetValueOrDefault("lost"),
        Definition = new()
        {
            ProductId = productId,
            Name = fields["name"]!,
            Price = decimal.Parse((string)fields["price"]!, CultureInfo.InvariantCulture),
            Stock = (int)fields["initial"],
            LimitPerShopper = (int)fields["limit"],
            OpensAt = ReadTime(fields["opens_at"]),
            ClosesAt = ReadTime(fields["closes_at"]),
            Currency = Currency.Find(((string?)fields.GetValueOrDefault("currency")) ?? ""),
            HoldSeconds = ReadSeconds(fields.GetValueOrDefault("hold")),
            HoldMaxSeconds = ReadSeconds(fields.GetValueOrDefault("hold_max")),
            CancelUntil = ReadTime(fields.GetValueOrDefault("cancel_until")),
            ReturnAfterSeconds = ReadSeconds(fields.GetValueOrDefault("return_after")),
            Family = (string?)fields.GetValueOrDefault("family") is { Length: > 0 } family ? family : null,
            Bundle = Bundle.Parse((string?)fields.GetValueOrDefault("bundle") ?? ""),
            Room = Room.Parse((string?)fields.GetValueOrDefault("room") ?? ""),
        },
    };

    public static EndedSale ReadEnded(HashEntry entry)
    {
        var counts = ((string)entry.Value!).Split(':');
        return new((long)entry.Name, long.Parse(counts[0], CultureInfo.InvariantCulture), long.Parse(counts[1], CultureInfo.InvariantCulture));
    }

    private static int ReadSeconds(RedisValue milliseconds) => (int)((long)milliseconds / 1_000);

    private static long Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() ?? 0;

    public static DateTimeOffset? ReadTime(RedisValue milliseconds) =>
        (long)milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
}
