using FlashFlow.Core.Rooms;

namespace FlashFlow.Core.Tests.Rooms;

public sealed class RoomTests
{
    private static readonly Room Full = new()
    {
        OpensAt = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_400_123),
        StartsAt = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_999_456),
        PerMinute = 600,
        PassSeconds = 120,
        Ahead = 1.25m,
        Joining = Joining.Work,
        PublicValue = "lottery of 3 December: 4, 8, 15",
    };

    [Fact]
    public void A_room_is_kept_as_a_text() =>
        Assert.Equal("1795334400123,1795334999456,600,120000,125,1,lottery of 3 December: 4, 8, 15", Full.ToString());

    [Fact]
    public void A_room_reads_back()
    {
        Assert.Equal(Full, Room.Parse(Full.ToString()));
        Assert.Equal(Full with { OpensAt = null, PublicValue = "" }, Room.Parse((Full with { OpensAt = null, PublicValue = "" }).ToString()));
        Assert.Null(Room.Parse(""));
    }
}
