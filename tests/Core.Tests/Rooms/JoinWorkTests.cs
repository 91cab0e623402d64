using System.Security.Cryptography;
using System.Text;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Core.Tests.Rooms;

public sealed class JoinWorkTests
{
    private static readonly byte[] Key = RoomKeys.New().Key;
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_400_123);
    private static readonly DateTimeOffset Expires = Now.AddMinutes(10);
    private static readonly string Challenge = JoinWork.Challenge(Key, "phone", 7, "ada", Expires);
    private static readonly string Work = Enumerable.Range(0, int.MaxValue).Select(number => $"{Challenge}.{number}").First(work => JoinWork.ZeroBits(work) >= 10);

    [Fact]
    public void The_hash_of_a_work_begins_with_as_many_zero_bits_as_were_asked_for()
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(Work));

        Assert.Equal((0, 0), (hash[0], hash[1] >> 6));
        Assert.InRange(ZeroBits(Work) ?? 0, 10, 40);
        Assert.StartsWith($"{Challenge}.", Work, StringComparison.Ordinal);
    }

    [Fact]
    public void The_zero_bits_of_a_work_are_counted_across_bytes()
    {
        for (var number = 0; number < 2_000; number++)
        {
            var bits = string.Concat(SHA256.HashData(Encoding.ASCII.GetBytes($"{Challenge}.{number}")).Select(part => part.ToString("b8")));
            Assert.Equal(bits.IndexOf('1', StringComparison.Ordinal), ZeroBits($"{Challenge}.{number}"));
        }
    }

    [Theory]
    [InlineData("phone", 7, "bob")]
    [InlineData("phone", 8, "ada")]
    [InlineData("phone2", 7, "ada")]
    public void A_work_is_one_shoppers_for_one_sale(string productId, long epoch, string shopperId) =>
        Assert.Null(JoinWork.ZeroBits(Key, productId, epoch, shopperId, Now, Work));

    [Fact]
    public void A_work_for_another_room_is_none() => Assert.Null(JoinWork.ZeroBits(RoomKeys.New().Key, "phone", 7, "ada", Now, Work));

    [Fact]
    public void A_work_is_good_until_its_challenge_expires()
    {
        Assert.NotNull(JoinWork.ZeroBits(Key, "phone", 7, "ada", Expires.AddMilliseconds(-1), Work));
        Assert.Null(JoinWork.ZeroBits(Key, "phone", 7, "ada", Expires, Work));
    }

    [Fact]
    public void A_pass_is_no_challenge() =>
        Assert.Null(ZeroBits($"{RoomPass.Write(Key, "phone", 7, "ada", 17, Expires)}.1"));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("...")]
    [InlineData("1795335000123.1")]
    [InlineData("1795335000123.AAAAAAAAAAAAAAAAAAAAAA.1")]
    [InlineData("ÄÖÜ.ÄÖÜ.1")]
    public void What_nobody_signed_is_no_work(string work) => Assert.Null(ZeroBits(work));

    [Fact]
    public void A_work_longer_than_a_browser_hashes_is_none() => Assert.Null(ZeroBits(Work + new string('7', JoinWork.MaxLength)));

    private static int? ZeroBits(string work) => JoinWork.ZeroBits(Key, "phone", 7, "ada", Now, work);
}
