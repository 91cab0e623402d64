using FlashFlow.Core.Buying;
using FlashFlow.Core.Rooms;
using StackExchange.Redis;

namespace FlashFlow.Infrastructure.Redis;

/// <summary>The line in Redis: <c>room.lua</c> and what belongs to it. No process keeps anything of it, so none is missed.</summary>
internal sealed class RedisRoomLedger(RedisConnection redis, ProductKeyDirectory keys, RedisProducts products, RedisDurability durability) : IRoomLedger
{
    private const int BytesAtOnce = 1_024 * 1_024;

    // Longer than the draw of a million takes; who is slower draws the same.
    private static readonly TimeSpan DrawPatience = TimeSpan.FromSeconds(15);

    private static readonly string Enter = LuaScript.With(["clock", "gate"], "room");
    private static readonly string Leave = LuaScript.Text("leave");
    private static readonly string Standby = LuaScript.With(["clock"], "standby");
    private static readonly string ClaimDraw = LuaScript.With(["clock"], "claim-draw");
    private static readonly string Draw = LuaScript.Text("draw");

    /// <inheritdoc/>
    public async Task<RoomReply> EnterAsync(string productId, IReadOnlyList<string> joining, IReadOnlyList<string> asking)
    {
        var of = await keys.OfAsync(productId);
        await durability.RequireAsync(of);
        if (joining.Count > 0)
            await products.ActivateAsync(productId);
        var answer = (RedisResult[])(await redis.EvaluateAsync(
            Enter,
            [of.Sale, of.Suspended, of.Room, of.RoomMembers, of.RoomInside, of.RoomLeft, of.RoomStandby],
            [joining.Count, .. joining.Concat(asking).Select(shopper => (RedisValue)shopper)]))!;
        return answer.Length == 0 ? new(null, new long[joining.Count + asking.Count]) : Read(answer, joining.Count + asking.Count);
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> FindPassAsync(string productId, long place)
    {
        var of = await keys.OfAsync(productId);
        var lapses = await redis.CallAsync(database => database.SortedSetScoreAsync(of.RoomInside, place));
        return lapses is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;
    }

    /// <inheritdoc/>
    public async Task<Leaving> LeaveAsync(string productId, long epoch, string shopperId, long number, long? place)
    {
        var of = await keys.OfAsync(productId);
        var answer = await redis.EvaluateAsync(
            Leave, [of.Room, of.RoomMembers, of.RoomInside, of.RoomLeft, of.RoomStandby, of.RoomStandbyOrders], epoch, shopperId, number, place is { } known ? known : "");
        return (string)answer! switch
        {
            "left" => Leaving.Left,
            "not theirs" => Leaving.NotTheirs,
            _ => Leaving.Changed,
        };
    }

    /// <inheritdoc/>
    public async Task<Standing> StandByAsync(string productId, long epoch, long number, long place, OrderOperation order)
    {
        var of = await keys.OfAsync(productId);
        await durability.RequireAsync(of);
        var answer = await redis.EvaluateAsync(
            Standby,
            [of.Sale, of.Room, of.RoomMembers, of.RoomStandby, of.RoomStandbyOrders],
            epoch, order.ShopperId, number, place, order.OrderId.ToString(), order.Quantity);
        return (string)answer! switch
        {
            "standing" => Standing.StandsBy,
            "not theirs" => Standing.NotTheirs,
            "not sold out" => Standing.NotSoldOut,
            "no holds" => Standing.HoldsNothing,
            "closed" => Standing.Closed,
            _ => Standing.Changed,
        };
    }

    /// <inheritdoc/>
    public async Task<bool> ClaimDrawAsync(string productId, long epoch)
    {
        var of = await keys.OfAsync(productId);
        return (bool)await redis.EvaluateAsync(ClaimDraw, [of.Room], epoch, (long)DrawPatience.TotalMilliseconds);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<(string ShopperId, long Number)> ListMembersAsync(string productId, long last)
    {
        var of = await keys.OfAsync(productId);
        await foreach (var members in HashScan.ReadAsync(redis, of.RoomMembers))
            foreach (var member in members)
                if ((long)member.Value is var number && number <= last)
                    yield return ((string)member.Name!, number);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> ListLeaversAsync(string productId)
    {
        var of = await keys.OfAsync(productId);
        return [.. (await redis.CallAsync(database => database.SortedSetRangeByRankAsync(of.RoomLeft))).Select(number => (long)number)];
    }

    /// <inheritdoc/>
    public async Task<bool> DrawAsync(string productId, RoomKeys room, RoomSeed seed, ReadOnlyMemory<byte> leaves, IReadOnlyList<RoomLeaver> leavers)
    {
        var of = await keys.OfAsync(productId);
        // Beside those of the room, which may be another by now.
        RedisKey written = $"{of.RoomLeaves}:{Convert.ToHexStringLower(RoomDraw.Commitment(room.Secret))}";
        for (var at = 0; at < leaves.Length; at += BytesAtOnce)
        {
            var part = leaves.Slice(at, Math.Min(BytesAtOnce, leaves.Length - at));
            var offset = at;
            await redis.CallAsync(async database =>
            {
                await database.StringSetRangeAsync(written, offset, part);
                return await database.KeyExpireAsync(written, DrawPatience * 4);
            });
        }

        return (bool)await redis.EvaluateAsync(
            Draw,
            [of.Room, of.RoomLeft, of.RoomMembers, written, of.RoomLeaves],
            [
                Convert.ToHexStringLower(room.Secret), Convert.ToHexStringLower(seed.Root), Convert.ToHexStringLower(seed.Seed), seed.PublicValue,
                .. leavers.SelectMany(leaver => (RedisValue[])[leaver.Number, leaver.Place, leaver.ShopperId]),
            ]);
    }

    /// <inheritdoc/>
    public async Task<byte[]> ReadLeavesAsync(string productId, long first, int count)
    {
        var of = await keys.OfAsync(productId);
        var from = first * MerkleTree.HashSize;
        return (byte[])(await redis.CallAsync(database => database.StringGetRangeAsync(of.RoomLeaves, from, from + ((long)count * MerkleTree.HashSize) - 1)))! ?? [];
    }

    private static RoomReply Read(RedisResult[] answer, int shoppers)
    {
        var room = Room.Parse((string)answer[2]!)!;
        var asOf = DateTimeOffset.FromUnixTimeMilliseconds((long)answer[1]);
        var gate = (string)answer[3]!;
        var secret = (string)answer[13]!;
        var seed = (string)answer[16]!;
        var look = new RoomLook
        {
            Epoch = (long)answer[0],
            Room = room,
            AsOf = asOf,
            State = RoomState.Lost,
            Remaining = (long)answer[4],
            Held = (long)answer[5],
            Members = (long)answer[6],
            Drawn = (long)answer[7] is >= 0 and var drawn ? drawn : null,
            Admitted = (long)answer[8],
            Inside = (long)answer[9],
            Lapsed = (long)answer[10],
            Skipped = (long)answer[11],
            StandingBy = (long)answer[12],
            Keys = secret.Length == 0 ? null : new(Convert.FromHexString(secret), Convert.FromHexString((string)answer[14]!)),
            Seed = seed.Length == 0 ? null : new(Convert.FromHexString((string)answer[15]!), Convert.FromHexString(seed), (string)answer[17]!),
        };
        var numbers = (long[])answer[18]!;
        return new(look with { State = State(look, gate) }, numbers.Length == 0 ? new long[shoppers] : numbers);
    }

    private static RoomState State(RoomLook look, string gate) => gate switch
    {
        "S" or "L" => RoomState.Lost,
        "C" => RoomState.Closed,
        _ when look.AsOf < look.Room.OpensAt => RoomState.NotOpen,
        _ when look.Drawn is null => RoomState.Gathering,
        _ when look.Seed is null => RoomState.Drawing,
        "N" => RoomState.Drawn,
        _ when look is { Remaining: 0, Held: 0 } => RoomState.SoldOut,
        "" when look.Room.PerMinute > 0 => RoomState.Moving,
        _ => RoomState.Paused,
    };
}
