using System.Security.Cryptography;
using System.Text;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Core.Tests.Rooms;

/// <summary>Every place is given once, no place is likelier than another, and the places are those that somebody else computes.</summary>
public sealed class SwapOrNotShuffleTests
{
    private const int Draws = 10_000;

    private static readonly byte[] Seed = SHA256.HashData("flashflow"u8);

    // Computed by a program of its own in another language.
    [Theory]
    [InlineData(1, 1_000, 969)]
    [InlineData(1_000, 1_000, 976)]
    [InlineData(777_777, 1_000_000, 467_596)]
    [InlineData(1, 1L << 40, 640_174_387_111)]
    [InlineData(1L << 40, 1L << 40, 781_867_055_537)]
    [InlineData(123_456_789_012, 987_654_321_098, 647_021_206_176)]
    public void A_place_is_the_one_that_somebody_else_computes(long member, long members, long place) =>
        Assert.Equal(place, SwapOrNotShuffle.PlaceOf(Seed, member, members));

    [Fact]
    public void All_places_are_those_that_somebody_else_computes() =>
        Assert.Equal([6, 8, 4, 2, 7, 5, 1, 10, 3, 9], SwapOrNotShuffle.Places(Seed, 10));

    [Fact]
    public void Each_place_is_given_once_and_all_at_once_are_those_of_each()
    {
        for (var members = 1; members <= 300; members++)
        {
            var seed = SeedOf(members);
            var single = Enumerable.Range(1, members).Select(member => SwapOrNotShuffle.PlaceOf(seed, member, members)).ToArray();

            Assert.Equal(Enumerable.Range(1, members).Select(place => (long)place), single.Order());
            Assert.Equal(single, SwapOrNotShuffle.Places(seed, members));
        }
    }

    [Theory]
    [InlineData(70_001)]
    [InlineData(65_536)]
    public void All_at_once_are_those_of_each_across_blocks(int members)
    {
        var places = SwapOrNotShuffle.Places(Seed, members);

        for (var member = 1; member <= members; member += 97)
            Assert.Equal(SwapOrNotShuffle.PlaceOf(Seed, member, members), places[member - 1]);
        Assert.Equal(members, places.Distinct().Count());
        Assert.Equal((1, members), (places.Min(), places.Max()));
    }

    // The limits are what chance exceeds once in a thousand times; the seeds are always the same.
    [Theory]
    [InlineData(16, 37.70)]
    [InlineData(100, 148.23)]
    public void Every_place_of_a_member_is_as_likely_as_any_other(int members, double limit) =>
        Assert.InRange(ChiSquare(members, seed => SwapOrNotShuffle.PlaceOf(seed, 1, members)), 0, limit);

    [Fact]
    public void Every_order_of_three_is_as_likely_as_any_other() =>
        Assert.InRange(ChiSquare(6, seed => SwapOrNotShuffle.Places(seed, 3) is [var first, var second, _] ? first * 10 + second : 0), 0, 20.52);

    [Fact]
    public void Another_seed_gives_other_places() =>
        Assert.NotEqual(SwapOrNotShuffle.Places(SeedOf(1), 1_000), SwapOrNotShuffle.Places(SeedOf(2), 1_000));

    [Fact]
    public void Nobody_has_a_place_where_nobody_is() => Assert.Empty(SwapOrNotShuffle.Places(Seed, 0));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(-1, 10)]
    [InlineData(11, 10)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, (1L << 40) + 1)]
    public void Who_cannot_be_is_refused(long member, long members) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SwapOrNotShuffle.PlaceOf(Seed, member, members));

    [Theory]
    [InlineData(-1)]
    [InlineData(1L << 31)]
    public void So_many_places_at_once_are_refused(long members) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SwapOrNotShuffle.Places(Seed, members));

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void A_seed_of_another_size_is_refused(int size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SwapOrNotShuffle.PlaceOf(new byte[size], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SwapOrNotShuffle.Places(new byte[size], 1));
    }

    [Fact]
    public void One_place_takes_no_memory()
    {
        SwapOrNotShuffle.PlaceOf(Seed, 1, 1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        SwapOrNotShuffle.PlaceOf(Seed, 2, 1_000_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double ChiSquare(int outcomes, Func<byte[], long> draw)
    {
        var expected = (double)Draws / outcomes;
        var counts = Enumerable.Range(0, Draws).CountBy(number => draw(SeedOf(number))).Select(count => count.Value).ToArray();
        return counts.Concat(Enumerable.Repeat(0, outcomes - counts.Length)).Sum(count => (count - expected) * (count - expected) / expected);
    }

    private static byte[] SeedOf(int number) => SHA256.HashData(Encoding.ASCII.GetBytes($"draw {number}"));
}
