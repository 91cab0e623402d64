using FlashFlow.Core.Rooms;

namespace FlashFlow.Core.Tests.Rooms;

public sealed class RoomPassTests
{
    private static readonly byte[] Key = RoomKeys.New().Key;
    private static readonly DateTimeOffset Lapses = DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_400_123);
    private static readonly string Pass = RoomPass.Write(Key, "phone", 7, "ada", 17, Lapses);

    [Fact]
    public void A_pass_tells_its_place() => Assert.Equal(17, RoomPass.Read(Key, "phone", 7, "ada", Pass));

    [Fact]
    public void A_pass_says_until_when_it_is_good() => Assert.StartsWith("17.1795334400123.", Pass, StringComparison.Ordinal);

    [Theory]
    [InlineData("phone", 7, "bob")]
    [InlineData("phone", 8, "ada")]
    [InlineData("phone2", 7, "ada")]
    public void A_pass_is_one_shoppers_for_one_sale(string productId, long epoch, string shopperId) =>
        Assert.Null(RoomPass.Read(Key, productId, epoch, shopperId, Pass));

    [Fact]
    public void A_pass_of_another_room_is_none() => Assert.Null(RoomPass.Read(RoomKeys.New().Key, "phone", 7, "ada", Pass));

    [Fact]
    public void No_character_of_a_pass_can_be_another()
    {
        // The last one stands for 2 bits: 16 characters are read alike.
        for (var i = 0; i < Pass.Length - 1; i++)
            Assert.Null(RoomPass.Read(Key, "phone", 7, "ada", $"{Pass[..i]}{(Pass[i] == '2' ? '3' : '2')}{Pass[(i + 1)..]}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("17")]
    [InlineData("17.1795334400123")]
    [InlineData("17.1795334400123.")]
    [InlineData("17.1795334400123.AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("17.1795334400123.ÄÖÜ")]
    public void What_nobody_signed_is_no_pass(string pass) => Assert.Null(RoomPass.Read(Key, "phone", 7, "ada", pass));

    [Fact]
    public void A_text_longer_than_any_pass_is_none() => Assert.Null(RoomPass.Read(Key, "phone", 7, "ada", new string('7', 10_000) + Pass));
}
