using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Rooms;

/// <summary>The authority over a product's line (G11).</summary>
public interface IRoomLedger
{
    /// <summary>Has shoppers join, lets in whose turn it is, and tells how the room stands. Who has joined before keeps their number.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="joining">Who joins.</param>
    /// <param name="asking">Who only asks where they stand. With those who join, as many as a batch of buys has at most.</param>
    /// <returns>The room, null for a product without one; and each one's number, 0 for who is not in it.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger did not answer; to ask again is safe.</exception>
    Task<RoomReply> EnterAsync(string productId, IReadOnlyList<string> joining, IReadOnlyList<string> asking);

    /// <summary>Until when a place may buy; null for one that is not let in, has bought, or whose pass has lapsed.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger did not answer.</exception>
    Task<DateTimeOffset?> FindPassAsync(string productId, long place);

    /// <summary>Has a shopper leave, so that the line passes over them. Who comes again stands at the end, or before the draw is who they were.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">Number of the sale.</param>
    /// <param name="shopperId">Who leaves.</param>
    /// <param name="number">Their number.</param>
    /// <param name="place">Their place; null where the draw is to come.</param>
    /// <returns>Whether they have left.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger did not answer; to ask again is safe.</exception>
    Task<Leaving> LeaveAsync(string productId, long epoch, string shopperId, long number, long? place);

    /// <summary>Has a member wait for units that come back: they are held for those who stand by, in the order of their places, before anybody else can have them.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="epoch">Number of the sale.</param>
    /// <param name="number">The member's number.</param>
    /// <param name="place">Their place.</param>
    /// <param name="order">What is to be held for them, under this id.</param>
    /// <returns>Whether they stand by.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger did not answer; to ask again is safe.</exception>
    Task<Standing> StandByAsync(string productId, long epoch, long number, long place, OrderOperation order);

    /// <summary>
    /// Whether the caller is to draw the places now: somebody has to, and nobody else does at the moment. Whoever was told so and does not
    /// draw is waited for some seconds.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">The ledger did not answer.</exception>
    Task<bool> ClaimDrawAsync(string productId, long epoch);

    /// <summary>The members with a number up to this one: their shoppers, each with the number, in any order, some more than once.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger did not answer.</exception>
    IAsyncEnumerable<(string ShopperId, long Number)> ListMembersAsync(string productId, long last);

    /// <summary>Who has left before the draw: numbers.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger did not answer.</exception>
    Task<IReadOnlyList<long>> ListLeaversAsync(string productId);

    /// <summary>Keeps the outcome of the draw, once.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="room">Whose draw it is: the product may have another room by now.</param>
    /// <param name="seed">What was drawn.</param>
    /// <param name="leaves">The members' leaves.</param>
    /// <param name="leavers">All who had left: they are passed over, and stand at the end if they come again.</param>
    /// <returns>False where somebody has left or come back meanwhile, or the room is another: draw again.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger did not answer; to ask again is safe.</exception>
    Task<bool> DrawAsync(string productId, RoomKeys room, RoomSeed seed, ReadOnlyMemory<byte> leaves, IReadOnlyList<RoomLeaver> leavers);

    /// <summary>Some of the members' leaves, in the order of their numbers, 32 bytes each.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="first">How many members are passed over.</param>
    /// <param name="count">How many follow at most.</param>
    /// <exception cref="LedgerUnavailableException">The ledger did not answer.</exception>
    Task<byte[]> ReadLeavesAsync(string productId, long first, int count);
}
