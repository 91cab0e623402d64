namespace FlashFlow.WebFront.Tests.Orders;

/// <summary>Buys with an Idempotency-Key.</summary>
public abstract class CheckoutTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task G4_a_retry_gets_the_same_order_and_takes_no_second_unit()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await Front.BuyAsync(Product, quantity: 2, key: "k")).IsOrder(202, Product);

        Assert.Equal(orderId, (await Front.BuyAsync(Product, quantity: 2, key: "k")).IsOrder(200, Product));
        Assert.Equal(orderId, (await OtherFront.BuyAsync(Product, quantity: 2, key: "k")).IsOrder(200, Product));
        Assert.Equal(2, (await SaleAsync()).Accepted);
    }

    [Fact]
    public async Task G4_a_retry_gets_its_order_also_after_the_product_sold_out()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1);
        var orderId = (await Front.BuyAsync(Product, key: "k")).IsOrder(202, Product);
        (await Front.BuyAsync(Product)).IsProblem(409, "sold_out");
        (await OtherFront.BuyAsync(Product)).IsProblem(409, "sold_out");

        Assert.Equal(orderId, (await Front.BuyAsync(Product, key: "k")).IsOrder(200, Product));
        Assert.Equal(orderId, (await OtherFront.BuyAsync(Product, key: "k")).IsOrder(200, Product));
        Assert.Equal(1, (await SaleAsync()).Accepted);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("close")]
    public async Task G4_a_retry_gets_its_order_also_from_a_sale_that_was_ended(string call)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await Front.BuyAsync(Product, key: "k")).IsOrder(202, Product);
        (await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/{call}")).Is(200);

        Assert.Equal(orderId, (await Front.BuyAsync(Product, key: "k")).IsOrder(200, Product));
    }

    [Fact]
    public async Task G4_a_retry_gets_its_order_also_at_the_limit()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10, limitPerShopper: 1);
        var orderId = (await Front.BuyAsync(Product, key: "k")).IsOrder(202, Product);

        Assert.Equal(orderId, (await Front.BuyAsync(Product, key: "k")).IsOrder(200, Product));
    }

    [Fact]
    public async Task G4_retries_in_a_hurry_at_two_fronts_are_one_order()
    {
        await Sandbox.StartSaleAsync(Product, stock: 100);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? Front : OtherFront).BuyAsync(Product, key: "k")));

        Assert.Single(answers, answer => answer.Status == 202);
        Assert.Equal(39, answers.Count(answer => answer.Status == 200));
        Assert.Single(answers.Select(answer => answer.OrderId).Distinct());
        Assert.Equal((99, 1), ((await SaleAsync()).Remaining, (await SaleAsync()).Accepted));
    }

    [Fact]
    public async Task G4_a_front_started_later_knows_the_order_too()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1);
        var orderId = (await Front.BuyAsync(Product, key: "k")).IsOrder(202, Product);

        await using var later = await RunningFront.StartAsync(Sandbox);

        Assert.Equal(orderId, (await later.BuyAsync(Product, key: "k")).IsOrder(200, Product));
    }

    [Fact]
    public async Task A_key_used_again_for_another_quantity_is_refused()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        (await Front.BuyAsync(Product, quantity: 2, key: "k")).IsOrder(202, Product);

        await IsRefusedAsync(422, "idempotency_key_reused", () => Front.BuyAsync(Product, quantity: 3, key: "k"));
        await IsRefusedAsync(422, "idempotency_key_reused", () => OtherFront.BuyAsync(Product, quantity: 1, key: "k"));
    }

    [Fact]
    public async Task The_same_key_of_another_shopper_is_another_order()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        var ada = (await Front.BuyAsync(Product, shopperId: "ada", key: "k")).IsOrder(202, Product);
        var bob = (await Front.BuyAsync(Product, shopperId: "bob", key: "k")).IsOrder(202, Product);

        Assert.NotEqual(ada, bob);
    }

    [Fact]
    public async Task The_same_key_for_another_product_is_another_order()
    {
        var other = $"{Product}.other";
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.StartSaleAsync(other, stock: 10);

        var first = (await Front.BuyAsync(Product, key: "k")).IsOrder(202, Product);
        var second = (await Front.BuyAsync(other, key: "k")).IsOrder(202, other);

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task The_same_key_in_a_new_sale_is_another_order_also_at_a_front_that_has_not_heard_of_the_sale()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var first = (await Front.BuyAsync(Product, key: "k")).IsOrder(202, Product);
        Assert.Equal(first, (await OtherFront.BuyAsync(Product, key: "k")).IsOrder(200, Product));

        (await Front.DefineAsync(Product, new { name = "Phone", stock = 10 }, reset: true)).Is(201);

        var second = (await OtherFront.BuyAsync(Product, key: "k")).IsOrder(202, Product);
        Assert.NotEqual(first, second);
        Assert.Equal(second, (await Front.BuyAsync(Product, key: "k")).IsOrder(200, Product));
    }

    [Fact]
    public async Task A_key_that_was_refused_buys_when_there_is_stock_again()
    {
        await Sandbox.StartSaleAsync(Product, stock: 0);
        (await Front.BuyAsync(Product, key: "k")).IsProblem(409, "sold_out");
        (await Front.RestockAsync(Product, new { units = 1 })).Is(200);

        var orderId = (await Front.BuyAsync(Product, key: "k")).IsOrder(202, Product);

        Assert.Equal(orderId, (await Front.BuyAsync(Product, key: "k")).IsOrder(200, Product));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    public async Task A_key_may_have_from_1_to_255_visible_characters(int length)
    {
        const string Visible = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~";
        var key = string.Concat(Enumerable.Repeat(Visible, 10))[..length];
        await Sandbox.StartSaleAsync(Product, stock: 10);

        var orderId = (await Front.BuyAsync(Product, key: key)).IsOrder(202, Product);

        Assert.Equal(orderId, (await Front.BuyAsync(Product, key: key)).IsOrder(200, Product));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a\tb")]
    [InlineData("ключ")]
    [InlineData("clé")]
    [InlineData("a\u007f")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(400, "invalid_idempotency_key", () => Front.BuyAsync(Product, key: key));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(10_000)]
    public async Task A_key_that_is_too_long_is_refused(int length)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(400, "invalid_idempotency_key", () => Front.BuyAsync(Product, key: new string('k', length)));
    }
}

public sealed class CheckoutInClusterTests(ClusterFront shared) : CheckoutTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class CheckoutStandaloneTests(StandaloneFront shared) : CheckoutTests(shared);
