using System.Net;
using FlashFlow.Core.Rooms;
using FlashFlow.WebFront.Rooms;
using FlashFlow.WebFront.Tests.Limits;

namespace FlashFlow.WebFront.Tests.Rooms;

/// <summary>How much work a joining takes.</summary>
public sealed class RoomWorkTests : IDisposable
{
    private const int Bits = 4;

    private static readonly RoomLook Look = new()
    {
        Epoch = 7,
        Room = new() { StartsAt = DateTimeOffset.UnixEpoch, PerMinute = 60, PassSeconds = 60, Ahead = 1, Joining = Joining.Work },
        AsOf = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_400_123),
        State = RoomState.Gathering,
        Keys = RoomKeys.New(),
    };

    private readonly ManualClock clock = new();
    private readonly RoomWork work;
    private int shoppers;

    public RoomWorkTests() => work = new(new() { Bits = Bits, JoinsPerDoubling = 3, JoinsPerSecond = 10 }, clock);

    public void Dispose() => work.Dispose();

    [Fact]
    public void Each_few_joins_from_one_range_double_the_work_there_and_nowhere_else()
    {
        int[] bits = [.. Enumerable.Range(1, 9).Select(i => Join($"192.0.2.{i}"))];

        Assert.Equal([4, 4, 4, 5, 5, 5, 6, 6, 6], bits);
        Assert.Equal(Bits, Needed("192.0.3.1"));
        Assert.Equal(Bits, Needed("2001:db8::1"));
    }

    [Fact]
    public void A_range_of_IPv6_has_48_bits()
    {
        for (var i = 1; i <= 3; i++)
            Join($"2001:db8:7:{i}::1");

        Assert.Equal((Bits + 1, Bits), (Needed("2001:db8:7:9::1"), Needed("2001:db8:8::1")));
    }

    [Fact]
    public void Another_room_begins_anew()
    {
        for (var i = 1; i <= 3; i++)
            Join("192.0.2.1");

        Assert.Equal(Bits + 1, Needed("192.0.2.1"));
        Assert.Equal(Bits, work.Ask("phone", Look with { Epoch = 8 }, "ada", IPAddress.Parse("192.0.2.1")).Bits);
        Assert.Equal(Bits, work.Ask("other", Look, "ada", IPAddress.Parse("192.0.2.1")).Bits);
    }

    [Fact]
    public void Who_asks_often_works_no_more()
    {
        for (var i = 0; i < 50; i++)
            Assert.Equal(Bits, Needed("192.0.2.1"));
    }

    [Fact]
    public void While_many_join_all_work_is_doubled()
    {
        for (var i = 1; i <= 10; i++)
            Join($"10.0.{i}.1");
        Assert.Equal(Bits + 1, Needed("192.0.2.1"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Bits + 1, Needed("192.0.2.1"));
        for (var i = 1; i <= 30; i++)
            Join($"10.1.{i}.1");
        Assert.Equal(Bits + 2, Needed("192.0.2.1"));

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Bits, Needed("192.0.2.1"));
    }

    [Fact]
    public void Who_shows_the_same_work_again_makes_it_no_harder_for_others()
    {
        var asked = work.Ask("phone", Look, "ada", IPAddress.Parse("192.0.2.1"));
        var done = JoinWorker.Solve(asked.Challenge, asked.Bits);

        for (var i = 0; i < 50; i++)
            Assert.True(work.Takes("phone", Look, "ada", IPAddress.Parse("192.0.2.1"), done));

        Assert.Equal(Bits, Needed("192.0.2.2"));
    }

    [Fact]
    public void Collected_challenges_are_worth_no_less_work()
    {
        var challenges = Enumerable.Range(1, 4).Select(i => (Shopper: $"bot-{i}", Asked: work.Ask("phone", Look, $"bot-{i}", IPAddress.Parse("192.0.2.1")))).ToList();

        bool[] taken = [.. challenges.Select(each => work.Takes("phone", Look, each.Shopper, IPAddress.Parse("192.0.2.1"), Exactly(each.Asked.Challenge, Bits)))];

        Assert.Equal([true, true, true, false], taken);
    }

    [Fact]
    public void What_is_no_work_is_not_taken()
    {
        Assert.False(work.Takes("phone", Look, "ada", IPAddress.Loopback, null));
        Assert.False(work.Takes("phone", Look, "ada", IPAddress.Loopback, "1.2.3"));
        Assert.False(work.Takes("phone", Look, "ada", address: null, Exactly(work.Ask("phone", Look, "ada", null).Challenge, Bits - 1)));
    }

    // Somebody new joins, and tells with how many bits.
    private int Join(string address)
    {
        var shopper = $"shopper-{++shoppers}";
        var asked = work.Ask("phone", Look, shopper, IPAddress.Parse(address));
        Assert.True(work.Takes("phone", Look, shopper, IPAddress.Parse(address), JoinWorker.Solve(asked.Challenge, asked.Bits)));
        return asked.Bits;
    }

    private int Needed(string address) => work.Ask("phone", Look, "ada", IPAddress.Parse(address)).Bits;

    private static string Exactly(string challenge, int bits) => Enumerable.Range(0, int.MaxValue).Select(number => $"{challenge}.{number}")
        .First(each => JoinWork.ZeroBits(Look.Keys!.Key, "phone", Look.Epoch, ShopperOf(challenge), Look.AsOf, each) == bits);

    private static string ShopperOf(string challenge) => new[] { "ada", "bot-1", "bot-2", "bot-3", "bot-4" }
        .First(shopper => JoinWork.ZeroBits(Look.Keys!.Key, "phone", Look.Epoch, shopper, Look.AsOf, $"{challenge}.0") is not null);
}
