using System.Globalization;
using FlashFlow.Core.Sales;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>How a sale, its suspension and its predecessors stand in the hashes of Redis.</summary>
internal static class SaleHash
{
    public static RedisValue[] Changeable(SaleDefinition definition) =>
    [
        definition.Name,
        definition.Price.ToString(CultureInfo.InvariantCulture),
        definition.LimitPerShopper,
        Milliseconds(definition.OpensAt),
        Milliseconds(definition.ClosesAt),
    ];

    public static Dictionary<string, RedisValue> Fields(HashEntry[] entries) =>
        entries.ToDictionary(entry => (string)entry.Name!, entry => entry.Value);

    public static Suspension? ReadSuspension(HashEntry[] entries)
    {
        if (entries.Length == 0)
            return null;
        var fields = Fields(entries);
        return new(
            new((long)fields["known_epoch"], (long)fields["known_position"]),
            new((long)fields["epoch"], (long)fields["position"]),
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
        },
    };

    public static EndedSale ReadEnded(HashEntry entry)
    {
        var counts = ((string)entry.Value!).Split(':');
        return new((long)entry.Name, long.Parse(counts[0], CultureInfo.InvariantCulture), long.Parse(counts[1], CultureInfo.InvariantCulture));
    }

    private static long Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() ?? 0;

    public static DateTimeOffset? ReadTime(RedisValue milliseconds) =>
        (long)milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
}
