namespace FlashFlow.Core.Tests.Buying;

public sealed class OrderIdsTests
{
    // From Python: SHA-256 of "flashflow\nphone\n7\nann@example.com\nkey-1", first 16 bytes, version 8 and variant set.
    [Theory]
    [InlineData("phone", 7, "ann@example.com", "key-1", "a8d1806a-4b09-8328-8921-ae918b24c936")]
    [InlineData("demo", 1, "", "k", "1e81490c-9255-81f0-8084-25b45d2b0be8")]
    public void A_key_names_the_order_that_its_hash_spells(string product, long epoch, string shopper, string key, string expected) =>
        Assert.Equal(Guid.Parse(expected), OrderIds.ForKey(product, epoch, shopper, key));

    [Fact]
    public void The_same_name_is_the_same_order() =>
        Assert.Equal(OrderIds.ForKey("phone", 7, "ann", "key-1"), OrderIds.ForKey("phone", 7, "ann", "key-1"));

    [Theory]
    [InlineData("tablet", 7, "ann", "key-1")]
    [InlineData("phone", 8, "ann", "key-1")]
    [InlineData("phone", 7, "bob", "key-1")]
    [InlineData("phone", 7, "ann", "key-2")]
    [InlineData("phone", 7, "annk", "ey-1")]
    [InlineData("phone", 71, "nn", "key-1")]
    public void Another_name_is_another_order(string product, long epoch, string shopper, string key) =>
        Assert.NotEqual(OrderIds.ForKey("phone", 7, "ann", "key-1"), OrderIds.ForKey(product, epoch, shopper, key));

    [Fact]
    public void A_named_id_says_that_it_is_of_version_8()
    {
        foreach (var key in Enumerable.Range(0, 100))
        {
            var text = OrderIds.ForKey("phone", 7, "ann", $"key-{key}").ToString();
            Assert.Equal('8', text[14]);
            Assert.Contains(text[19], "89ab");
        }
    }

    [Fact]
    public void A_fresh_id_begins_with_the_time_and_says_that_it_is_of_version_7()
    {
        var time = new ManualTimeProvider();
        var text = OrderIds.New(time).ToString("N");

        Assert.Equal(time.GetUtcNow().ToUnixTimeMilliseconds(), Convert.ToInt64(text[..12], 16));
        Assert.Equal('7', text[12]);
        Assert.Contains(text[16], "89ab");
    }

    // From Python: the first ten bytes of the id above with version 4, then six bytes of the SHA-256 of those and the shopper.
    [Fact]
    public void An_id_that_says_whose_the_order_is_has_the_shoppers_name_in_its_hash() =>
        Assert.Equal(Guid.Parse("a8d1806a-4b09-4328-8921-3355a7e5600d"), OrderIds.ForKeyOf("phone", 7, "ann@example.com", "key-1"));

    [Fact]
    public void An_id_says_that_the_order_is_its_own_shoppers_and_nobody_elses()
    {
        Guid[] ids = [.. Enumerable.Range(0, 1_000).Select(_ => OrderIds.NewOf("ann")), OrderIds.ForKeyOf("phone", 7, "ann", "key-1")];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(OrderIds.HasOwner(id) && OrderIds.IsOf(id, "ann")));
        Assert.All(new[] { "bob", "Ann", "an", "annn", "" }, other => Assert.DoesNotContain(ids, id => OrderIds.IsOf(id, other)));
    }

    [Theory]
    [InlineData("tablet", 7, "ann", "key-1")]
    [InlineData("phone", 8, "ann", "key-1")]
    [InlineData("phone", 7, "bob", "key-1")]
    [InlineData("phone", 7, "ann", "key-2")]
    public void Another_name_is_another_order_also_where_the_id_says_whose_it_is(string product, long epoch, string shopper, string key) =>
        Assert.NotEqual(OrderIds.ForKeyOf("phone", 7, "ann", "key-1"), OrderIds.ForKeyOf(product, epoch, shopper, key));

    [Fact]
    public void Every_bit_of_an_id_counts_and_other_ids_say_nothing()
    {
        var id = OrderIds.NewOf("ann").ToByteArray(bigEndian: true);
        for (var bit = 0; bit < 8 * id.Length; bit++)
        {
            id[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(OrderIds.IsOf(new(id, bigEndian: true), "ann"), $"bit {bit}");
            id[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.All(new[] { OrderIds.New(TimeProvider.System), OrderIds.ForKey("phone", 7, "ann", "key-1"), Guid.Empty }, other => Assert.False(OrderIds.HasOwner(other) || OrderIds.IsOf(other, "ann")));
    }

    [Fact]
    public void Fresh_ids_differ() =>
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => OrderIds.New(TimeProvider.System)).Distinct().Count());
}
