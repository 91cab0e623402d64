using System.Text;
using System.Text.Json.Nodes;
using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Draining;

public sealed class OrderBatchTests
{
    private static readonly OrderBatch Pair = Batch(first: 101, count: 2) with
    {
        ShopperIds = ["", "Ann+1@example.com"],
        Quantities = [1, 3],
    };

    // The ledger's script writes this form, and what lies in a broker or a dead-letter queue outlives an upgrade.
    private const string PairAsJson =
        """
        {"v":1,"product":"phone","epoch":7,"first":101,"at":1795334400123,"ids":["00000065-0000-0000-0000-000000000000","00000066-0000-0000-0000-000000000000"],"shoppers":["","Ann\u002B1@example.com"],"quantities":[1,3]}
        """;

    [Fact]
    public void Its_JSON_form_stays_as_it_is() => Assert.Equal(PairAsJson, Encoding.UTF8.GetString(Pair.ToJson()));

    [Fact]
    public void What_was_written_is_read() => Assert.Equivalent(Pair, OrderBatch.Parse(Pair.ToJson()), strict: true);

    [Fact]
    public void Members_that_are_not_known_are_passed_over() => Assert.Equivalent(Pair, Parse(With("note", "\"new\"")), strict: true);

    [Fact]
    public void It_knows_its_count_and_its_time()
    {
        Assert.Equal(2, Pair.Count);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_795_334_400_123), Pair.AcceptedAt);
    }

    [Fact]
    public void An_order_taken_out_keeps_its_position()
    {
        var second = Pair.OrderAt(1);
        Assert.Equal(102, second.FirstPosition);
        Assert.Equal([Pair.OrderIds[1]], second.OrderIds);
        Assert.Equal(["Ann+1@example.com"], second.ShopperIds);
        Assert.Equal([3], second.Quantities);
        Assert.Equal((Pair.ProductId, Pair.Epoch, Pair.AcceptedAt), (second.ProductId, second.Epoch, second.AcceptedAt));
        Assert.Equal(101, Pair.OrderAt(0).FirstPosition);
    }

    [Theory]
    [InlineData("v", "4", "version 4 is not from 1 to 3")]
    [InlineData("v", "3", "version 3, and no other, names a cart that its only order is a part of")]
    [InlineData("cart", "\"0190b6a5-1111-7222-8333-444444444444\"", "version 3, and no other, names a cart that its only order is a part of")]
    [InlineData("v", "2", "version 2, and not 1, says until when its orders are held")]
    [InlineData("until", "5", "version 2, and not 1, says until when its orders are held")]
    [InlineData("product", "\"\"", "the product id is not one")]
    [InlineData("product", "\"Phone\"", "the product id is not one")]
    [InlineData("epoch", "0", "epoch 0 is less than 1")]
    [InlineData("first", "0", "position 0 is less than 1")]
    [InlineData("first", "-5", "position -5 is less than 1")]
    [InlineData("at", "-1", "time -1 is not before the year 10000")]
    [InlineData("at", "253402300800000", "time 253402300800000 is not before the year 10000")]
    [InlineData("ids", "[]", "it has no orders")]
    [InlineData("ids", "[\"00000065-0000-0000-0000-000000000000\"]", "1 ids, 2 shoppers and 2 quantities do not match")]
    [InlineData("shoppers", "[\"ann\"]", "2 ids, 1 shoppers and 2 quantities do not match")]
    [InlineData("quantities", "[1,2,3]", "2 ids, 2 shoppers and 3 quantities do not match")]
    [InlineData("shoppers", "[\"ann\",null]", "a shopper id is null")]
    public void A_value_that_cannot_be_is_named(string member, string value, string defect) =>
        Assert.Equal($"Not a batch of orders: {defect}.", Assert.Throws<FormatException>(() => Parse(With(member, value))).Message);

    [Theory]
    [InlineData("epoch", "1")]
    [InlineData("first", "1")]
    [InlineData("at", "0")]
    [InlineData("at", "253402300799999")]
    public void The_first_and_the_last_value_that_can_be_are_taken(string member, string value) =>
        Assert.Equal(2, Parse(With(member, value)).Count);

    [Theory]
    [InlineData("v", "null")]
    [InlineData("product", "null")]
    [InlineData("product", "7")]
    [InlineData("epoch", "\"7\"")]
    [InlineData("first", "1.5")]
    [InlineData("first", "9223372036854775808")]
    [InlineData("ids", "null")]
    [InlineData("ids", "[\"not a guid\",\"not a guid\"]")]
    [InlineData("ids", "[null,null]")]
    [InlineData("shoppers", "null")]
    [InlineData("quantities", "null")]
    [InlineData("quantities", "[1,4294967296]")]
    public void A_value_of_the_wrong_kind_is_located(string member, string value)
    {
        var message = Assert.Throws<FormatException>(() => Parse(With(member, value))).Message;
        Assert.StartsWith("Not a batch of orders: ", message, StringComparison.Ordinal);
        Assert.Contains($"$.{member}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v")]
    [InlineData("product")]
    [InlineData("epoch")]
    [InlineData("first")]
    [InlineData("at")]
    [InlineData("ids")]
    [InlineData("shoppers")]
    [InlineData("quantities")]
    public void A_value_that_is_missing_is_named(string member)
    {
        var json = JsonNode.Parse(PairAsJson)!.AsObject();
        json.Remove(member);
        var message = Assert.Throws<FormatException>(() => Parse(json.ToJsonString())).Message;
        Assert.StartsWith("Not a batch of orders: ", message, StringComparison.Ordinal);
        Assert.Contains($"'{member}'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{} {}")]
    [InlineData("\0")]
    [InlineData("""{"v":1,"product":"\ud800"}""")]
    public void A_text_that_is_no_such_JSON_is_none(string text) =>
        Assert.StartsWith("Not a batch of orders: ", Assert.Throws<FormatException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Null_is_none() =>
        Assert.Equal("Not a batch of orders: it is null.", Assert.Throws<FormatException>(() => Parse("null")).Message);

    [Fact]
    public void Bytes_that_are_no_text_are_none()
    {
        byte[] json = [.. "{\"product\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Assert.Throws<FormatException>(() => OrderBatch.Parse(json));
        Assert.Throws<FormatException>(() => OrderBatch.Parse([0xFF, 0xFE, 0x00]));
    }

    [Theory]
    [InlineData("quantities", "[0,-1]")]
    [InlineData("shoppers", "[\"a b\",\"\\n\"]")]
    public void What_one_order_gets_wrong_is_left_to_the_store(string member, string value) =>
        Assert.Equal(2, Parse(With(member, value)).Count);

    private static OrderBatch Parse(string json) => OrderBatch.Parse(Encoding.UTF8.GetBytes(json));

    private static string With(string member, string value)
    {
        var json = JsonNode.Parse(PairAsJson)!.AsObject();
        json[member] = JsonNode.Parse(value);
        return json.ToJsonString();
    }
}
