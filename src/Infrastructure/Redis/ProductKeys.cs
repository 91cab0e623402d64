using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>
/// The names of a product's keys. The hash tag, which is the product or its family, keeps them in one slot, so that one script may use them all:
/// those of all products of a family, too.
/// </summary>
/// <param name="root">What they all begin with.</param>
/// <param name="family">The family; null where the product has none.</param>
internal sealed class ProductKeys(string root, string? family)
{
    /// <summary>The family; null where the product has none.</summary>
    public string? Family { get; } = family;

    public RedisKey Sale { get; } = $"{root}:sale";

    public RedisKey Orders { get; } = $"{root}:orders";

    /// <summary>The orders of the sale before this one, for a while.</summary>
    public RedisKey OrdersBefore { get; } = $"{root}:orders-before";

    public RedisKey Shoppers { get; } = $"{root}:shoppers";

    public RedisKey Outbox { get; } = $"{root}:outbox";

    public RedisKey OutboxLease { get; } = $"{root}:outbox-lease";

    /// <summary>Hash: key of a restock -> units. Once a set of keys had the name <c>restocks</c>.</summary>
    public RedisKey Restocks { get; } = $"{root}:restocks-by-key";

    /// <summary>Sorted set: what is to be taken back -> when, in milliseconds of the ledger's clock.</summary>
    public RedisKey Deadlines { get; } = $"{root}:deadlines";

    /// <summary>Hash: order and key of a cancel -> units.</summary>
    public RedisKey Cancels { get; } = $"{root}:cancels";

    /// <summary>Hash that is there while the product is suspended.</summary>
    public RedisKey Suspended { get; } = $"{root}:suspended";

    /// <summary>Stream of operators' changes that may not be recorded yet.</summary>
    public RedisKey Unrecorded { get; } = $"{root}:unrecorded";

    public RedisKey Ended { get; } = $"{root}:ended";

    /// <summary>Hash: what there is of the product's room, while it has one.</summary>
    public RedisKey Room { get; } = $"{root}:room";

    /// <summary>Hash: shopper -> number in the room.</summary>
    public RedisKey RoomMembers { get; } = $"{root}:room-members";

    /// <summary>Sorted set: place that may buy -> when its pass lapses, in milliseconds of the ledger's clock.</summary>
    public RedisKey RoomInside { get; } = $"{root}:room-inside";

    /// <summary>Sorted set of places that were given up; before the draw, of numbers.</summary>
    public RedisKey RoomLeft { get; } = $"{root}:room-left";

    /// <summary>Sorted set of places that wait for units to come back.</summary>
    public RedisKey RoomStandby { get; } = $"{root}:room-standby";

    /// <summary>Hash: such a place -> what is to be held for it.</summary>
    public RedisKey RoomStandbyOrders { get; } = $"{root}:room-standby-orders";

    /// <summary>The leaves of the members who were drawn, 32 bytes each.</summary>
    public RedisKey RoomLeaves { get; } = $"{root}:room-leaves";

    /// <summary>All that there is of a room, itself first.</summary>
    public IReadOnlyList<RedisKey> OfRoom => [Room, RoomMembers, RoomInside, RoomLeft, RoomStandby, RoomStandbyOrders, RoomLeaves];

    /// <summary>The orders of a ledger that is being rebuilt.</summary>
    public RedisKey NewOrders(Guid attempt) => $"{root}:new-orders:{attempt:N}";

    /// <summary>The shoppers of a ledger that is being rebuilt.</summary>
    public RedisKey NewShoppers(Guid attempt) => $"{root}:new-shoppers:{attempt:N}";

    /// <summary>The deadlines of a ledger that is being rebuilt.</summary>
    public RedisKey NewDeadlines(Guid attempt) => $"{root}:new-deadlines:{attempt:N}";

    /// <summary>The keys of cancels of a ledger that is being rebuilt.</summary>
    public RedisKey NewCancels(Guid attempt) => $"{root}:new-cancels:{attempt:N}";
}
