using System.Collections.Concurrent;
using System.Globalization;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Core.Rooms;

/// <summary>
/// The lines of all products as one front sees them: a crowd shares a call to join, and a look for a while. It draws the places when it finds
/// that somebody has to.
/// </summary>
public sealed class RoomDesk
{
    /// <summary>How long a look is shown again.</summary>
    public static readonly TimeSpan LookLasts = TimeSpan.FromMilliseconds(500);

    // Everybody joins in the same minute, and each join is quick: these wait a second or two.
    private const int MostWaiting = 20_000;

    private const int MostDraws = 5;
    private const int LeavesAtOnce = 1_024;

    private readonly IRoomLedger ledger;
    private readonly StockGuards guards;
    private readonly TimeProvider time;
    private readonly ILogger<RoomDesk> logger;
    private readonly Coalescer<RoomCall, RoomAnswer> coalescer;
    private readonly ConcurrentDictionary<string, RoomMemory> memories = new();
    private readonly ConcurrentDictionary<string, bool> drawing = new();
    private readonly ConcurrentDictionary<string, bool> serving = new();

    /// <param name="ledger">The authority.</param>
    /// <param name="guards">Who sells.</param>
    /// <param name="options">How many share a call.</param>
    /// <param name="time">Tells how old a look is.</param>
    /// <param name="logger">Told of draws.</param>
    public RoomDesk(IRoomLedger ledger, StockGuards guards, GuardOptions options, TimeProvider time, ILogger<RoomDesk> logger)
    {
        (this.ledger, this.guards, this.time, this.logger) = (ledger, guards, time, logger);
        coalescer = new(EnterAsync, options.MaxBatch, MostWaiting);
    }

    /// <summary>How the product's room stands; null where it has none. It may be as old as <see cref="LookLasts"/>.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer, or too many ask.</exception>
    public async Task<RoomLook?> LookAsync(string productId) =>
        memories.TryGetValue(productId, out var memory) && time.GetElapsedTime(memory.LookedAt) < LookLasts
            ? memory.Look
            : await LookNowAsync(productId);

    /// <summary>How the product's room stands now; null where it has none.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer, or too many ask.</exception>
    public async Task<RoomLook?> LookNowAsync(string productId) => (await AskAsync(RoomCall.Look(productId))).Look;

    /// <summary>How many were let in lately, as far as this front has seen, and in which time: a minute, or less.</summary>
    /// <param name="productId">The product.</param>
    public (long Shoppers, TimeSpan Time) AdmittedLately(string productId) =>
        memories.TryGetValue(productId, out var memory) ? memory.AdmittedLately() : default;

    /// <summary>Has a shopper join, or tells where one stands who has joined; null where the product has no room. The number of who is not in it is 0.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="shopperId">The shopper.</param>
    /// <param name="mayJoin">Whether who has not joined is to join.</param>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer, or too many wait. To join again is safe.</exception>
    public async Task<RoomTurn?> JoinAsync(string productId, string shopperId, bool mayJoin)
    {
        // The place of one member takes some 180 hashes: each caller computes their own, and nobody waits for those of others.
        if (await AskAsync(new(productId, shopperId, mayJoin)) is not { Look: { } look, Number: var number })
            return null;
        var turn = new RoomTurn(look, number);
        return turn.IsUp && await ledger.FindPassAsync(productId, turn.Place!.Value) is { } lapses && lapses > turn.Look.AsOf
            ? turn with { PassLapsesAt = lapses }
            : turn;
    }

    /// <summary>Has a shopper leave.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="shopperId">The shopper.</param>
    /// <param name="receipt">What they were given when they joined.</param>
    /// <returns>False when the receipt is not theirs.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer. To leave again is safe.</exception>
    public async Task<bool> LeaveAsync(string productId, string shopperId, DrawReceipt receipt)
    {
        // A draw, or another sale, may come between the look and the leaving.
        for (var attempt = 0; attempt < MostDraws; attempt++)
        {
            if (await LookNowAsync(productId) is not { Keys: { } keys } look || receipt != DrawReceipt.Of(keys, receipt.Member))
                return false;
            var leaving = await ledger.LeaveAsync(productId, look.Epoch, shopperId, receipt.Member, look.Seed is null ? null : look.PlaceOf(receipt.Member));
            if (leaving != Leaving.Changed)
                return leaving == Leaving.Left;
        }

        throw new LedgerUnavailableException("The room was drawn or begun anew again and again.");
    }

    /// <summary>Has a member wait for units that come back.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="shopperId">The shopper.</param>
    /// <param name="receipt">What they were given when they joined.</param>
    /// <param name="quantity">Units wanted.</param>
    /// <param name="isOwned">Whether the order's id is to say whose it is.</param>
    /// <returns>What became of it, and the order that will be held for them.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer. To ask again is safe.</exception>
    public async Task<(Standing Standing, Guid OrderId)> StandByAsync(string productId, string shopperId, DrawReceipt receipt, int quantity, bool isOwned)
    {
        if (await LookNowAsync(productId) is not { Keys: { } keys } look || receipt != DrawReceipt.Of(keys, receipt.Member))
            return (Standing.NotTheirs, default);
        if (look.PlaceOf(receipt.Member) is not { } place)
            return (Standing.NotSoldOut, default);
        var orderId = OrderIds.ForKey(productId, look.Epoch, shopperId, string.Create(CultureInfo.InvariantCulture, $"standby {receipt.Member}"), isOwned);
        return (await ledger.StandByAsync(productId, look.Epoch, receipt.Member, place, new(orderId, shopperId, quantity)), orderId);
    }

    /// <summary>The place that a pass is for; 0 for none. A product may have another room, and another at the place: no older look serves than to who looks.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="shopperId">Who shows it.</param>
    /// <param name="pass">What they show.</param>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    public async Task<long> FindPlaceAsync(string productId, string shopperId, string pass) =>
        await LookAsync(productId) is { Keys: { } keys } look ? RoomPass.Read(keys.Key, productId, look.Epoch, shopperId, pass) ?? 0 : 0;

    /// <summary>What a draw can be checked with; null before it, and where there is no room.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    public async Task<DrawProof?> FindProofAsync(string productId) =>
        await LookAsync(productId) is { Seed: { } seed, Keys: { } keys } look
            ? DrawProof.Of(productId, look.Epoch, keys.Secret, look.Drawn!.Value, seed)
            : null;

    /// <summary>The members' leaves, some at a time.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="members">How many there are.</param>
    /// <exception cref="LedgerUnavailableException">The ledger does not answer.</exception>
    public async IAsyncEnumerable<byte[]> ReadLeavesAsync(string productId, long members)
    {
        for (long first = 0; first < members; first += LeavesAtOnce)
            yield return await ledger.ReadLeavesAsync(productId, first, (int)Math.Min(LeavesAtOnce, members - first));
    }

    private Task<RoomAnswer> AskAsync(RoomCall call) =>
        coalescer.TryAdd(call) ?? throw new LedgerUnavailableException("Too many wait to join.") { NothingWasDone = true };

    // One call for each product of a batch, whoever looks and whoever joins.
    private async Task<IReadOnlyList<RoomAnswer>> EnterAsync(IReadOnlyList<RoomCall> calls)
    {
        var answers = new RoomAnswer[calls.Count];
        await Task.WhenAll(Enumerable.Range(0, calls.Count).GroupBy(i => calls[i].ProductId).Select(async product =>
        {
            int[] joining = [.. product.Where(i => calls[i] is { ShopperId: not null, MayJoin: true })];
            int[] asking = [.. product.Where(i => calls[i] is { ShopperId: not null, MayJoin: false })];
            var reply = await ledger.EnterAsync(product.Key, [.. joining.Select(i => calls[i].ShopperId!)], [.. asking.Select(i => calls[i].ShopperId!)]);
            Remember(product.Key, reply.Look);
            foreach (var i in product)
                answers[i] = new(reply.Look, 0);
            foreach (var (i, number) in joining.Concat(asking).Zip(reply.Numbers))
                answers[i] = new(reply.Look, number);
        }));
        return answers;
    }

    private void Remember(string productId, RoomLook? look)
    {
        if (look is null)
            memories.TryRemove(productId, out _);
        else
            memories[productId] = RoomMemory.Of(memories.GetValueOrDefault(productId), look, time.GetTimestamp());
        // What came back by a change of an order is held for them in the same step; what was added is only when somebody asks.
        if (look is { State: RoomState.Moving, StandingBy: > 0, Remaining: > 0 } && serving.TryAdd(productId, true))
            _ = ServeAsync(productId);
        if (look is { State: RoomState.Drawing } && drawing.TryAdd(productId, true))
            _ = DrawAsync(productId, look);
    }

    private async Task ServeAsync(string productId)
    {
        try
        {
            await guards.DecideAsync(productId, OverdueHolds.Lapse);
        }
        finally
        {
            serving.TryRemove(productId, out _);
        }
    }

    private async Task DrawAsync(string productId, RoomLook look)
    {
        try
        {
            // Some come and go meanwhile; with another room by now it never ends.
            var isDrawn = !await ledger.ClaimDrawAsync(productId, look.Epoch);
            for (var attempt = 0; attempt < MostDraws && !isDrawn; attempt++)
            {
                var (leaves, leavers) = await ReadMembersAsync(productId, look);
                var seed = RoomSeed.Of(look.Keys!.Secret, look.Room.PublicValue, leaves);
                isDrawn = await ledger.DrawAsync(
                    productId,
                    look.Keys,
                    seed,
                    leaves,
                    [.. leavers.Select(left => new RoomLeaver(left.Value, left.Key, SwapOrNotShuffle.PlaceOf(seed.Seed, left.Key, look.Drawn!.Value)))]);
                if (isDrawn)
                    logger.LogInformation("The places of {Members} members of the room of {Product} are drawn", look.Drawn, productId);
            }
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "The places in the room of {Product} could not be drawn; the next who looks at it begins again", productId);
        }
        finally
        {
            drawing.TryRemove(productId, out _);
        }
    }

    // The leaves, and who has left, by number.
    private async Task<(byte[] Leaves, Dictionary<long, string> Leavers)> ReadMembersAsync(string productId, RoomLook look)
    {
        var left = (await ledger.ListLeaversAsync(productId)).ToHashSet();
        var leavers = new Dictionary<long, string>();
        var leaves = new byte[look.Drawn!.Value * MerkleTree.HashSize];
        var found = new bool[look.Drawn.Value];
        await foreach (var (shopperId, number) in ledger.ListMembersAsync(productId, look.Drawn.Value))
        {
            found[number - 1] = true;
            RoomDraw.Leaf(RoomDraw.Salt(look.Keys!.Key, number), shopperId).CopyTo(leaves, (number - 1) * MerkleTree.HashSize);
            if (left.Contains(number))
                leavers[number] = shopperId;
        }

        return Array.TrueForAll(found, member => member) ? (leaves, leavers) : throw new InvalidOperationException("Members of the room are lost.");
    }

    /// <param name="ProductId">The product.</param>
    /// <param name="ShopperId">Whose place is asked for; null for a look.</param>
    /// <param name="MayJoin">Whether who has none is to join.</param>
    private readonly record struct RoomCall(string ProductId, string? ShopperId, bool MayJoin)
    {
        public static RoomCall Look(string productId) => new(productId, null, MayJoin: false);
    }

    /// <param name="Look">The room; null where there is none.</param>
    /// <param name="Number">The number of who is in it, otherwise 0.</param>
    private readonly record struct RoomAnswer(RoomLook? Look, long Number);
}
