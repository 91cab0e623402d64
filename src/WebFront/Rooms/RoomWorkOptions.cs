using System.ComponentModel.DataAnnotations;

namespace FlashFlow.WebFront.Rooms;

/// <summary>
/// How much work a joining takes in a room that asks for it (<see cref="Joining.Work"/>). Section <c>FlashFlow:RoomWork</c>. Each front counts for
/// itself.
/// </summary>
public sealed record RoomWorkOptions
{
    /// <summary>With how many zero bits the hash of a work begins at least: 2 to this power are tried on average. 20 takes a browser about a second.</summary>
    [Range(1, 40)]
    public int Bits { get; init; } = 20;

    /// <summary>
    /// After how many joins from one range of addresses (24 bits of IPv4, 48 of IPv6) in a room each further one takes twice the work, again and again.
    /// </summary>
    [Range(1, 1_000_000)]
    public int JoinsPerDoubling { get; init; } = 4;

    /// <summary>How many may join in a second before all work is doubled for as long; twice as many double it again.</summary>
    [Range(1, 1_000_000)]
    public int JoinsPerSecond { get; init; } = 2_000;
}
