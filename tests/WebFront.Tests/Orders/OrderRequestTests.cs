namespace FlashFlow.WebFront.Tests.Orders;

/// <summary>Bodies of a buy that can be read, with values that cannot be right.</summary>
public sealed class OrderRequestTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(101)]
    [InlineData(1_000_000_000)]
    [InlineData(int.MaxValue)]
    public async Task A_quantity_out_of_range_is_refused_and_told_the_range(int quantity)
    {
        await Sandbox.StartSaleAsync(Product, stock: 1_000_000_000);

        var answer = await IsRefusedAsync(422, "invalid_quantity", () => Front.BuyAsync(Product, quantity));

        Assert.Equal("The quantity must be from 1 to 100.", answer.Json.GetProperty("detail").GetString());
        await IsRefusedAsync(422, "invalid_quantity", () => Front.BuyAsync(Product, quantity, key: "k"));
    }

    [Fact]
    public async Task The_greatest_quantity_is_a_setting()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await using var strict = await RunningFront.StartAsync(Sandbox, ("FlashFlow:Front:MaxQuantity", "4"));

        (await strict.BuyAsync(Product, quantity: 4)).IsOrder(202, Product);
        var answer = await IsRefusedAsync(422, "invalid_quantity", () => strict.BuyAsync(Product, quantity: 5));
        Assert.Equal("The quantity must be from 1 to 4.", answer.Json.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two words")]
    [InlineData("line\nfeed")]
    [InlineData("bell\u0007")]
    [InlineData("nul\0")]
    [InlineData("delete\u007f")]
    [InlineData("a\u202eb")]
    [InlineData("Ünïcode")]
    [InlineData("a/b")]
    [InlineData("a,b")]
    [InlineData("{a}")]
    [InlineData("a*")]
    public async Task A_shopper_id_outside_the_alphabet_is_refused(string shopperId)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(422, "invalid_shopper_id", () => Front.BuyAsync(Product, shopperId: shopperId));
        await IsRefusedAsync(422, "invalid_shopper_id", () => Front.BuyAsync(Product, shopperId: shopperId, key: "k"));
    }

    [Theory]
    [InlineData(65)]
    [InlineData(16_000)]
    public async Task A_shopper_id_that_is_too_long_is_refused(int length)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(422, "invalid_shopper_id", () => Front.BuyAsync(Product, shopperId: new string('a', length)));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ABCXYZabcxyz0189._-:@+")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task A_shopper_id_within_the_alphabet_buys(string shopperId)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        (await Front.BuyAsync(Product, shopperId: shopperId)).IsOrder(202, Product);
    }

    [Theory]
    [InlineData("{}", "invalid_shopper_id")]
    [InlineData("""{"quantity":1}""", "invalid_shopper_id")]
    [InlineData("""{"shopperId":"ada"}""", "invalid_quantity")]
    public async Task A_member_that_is_missing_is_refused(string body, string code)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(422, code, () => Front.PlaceAsync(Product, RunningFront.Json(body)));
    }
}
