namespace FlashFlow.WebFront.Tests.Orders;

public abstract class OrderEndpointsTests(SharedFront shared) : SharedFrontTests(shared)
{
    private static readonly DateTimeOffset Soon = DateTimeOffset.UtcNow.AddHours(1);
    private static readonly DateTimeOffset Past = DateTimeOffset.UtcNow.AddHours(-1);

    [Fact]
    public async Task A_buy_is_accepted_with_an_id_of_its_own_and_a_place_to_ask_for_it()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        var first = (await Front.BuyAsync(Product, quantity: 3)).IsOrder(202, Product);
        var second = (await Front.BuyAsync(Product)).IsOrder(202, Product);

        Assert.NotEqual(first, second);
        Assert.Equal((6, 4, 2), Counts(await SaleAsync()));
    }

    [Fact]
    public async Task An_order_is_confirmed_at_once_and_told_as_stored_once_it_is()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var buy = await Front.BuyAsync(Product);
        var place = buy.Headers.Location!.OriginalString;

        (await Front.GetAsync(place)).Is(200, Sold(buy.OrderId, isStored: false));
        (await OtherFront.GetAsync(place)).Is(200, Sold(buy.OrderId, isStored: false));

        await StoreAsync(buy.OrderId);
        (await Front.GetAsync(place)).Is(200, Sold(buy.OrderId, isStored: true));
        (await OtherFront.GetAsync(place)).Is(200, Sold(buy.OrderId, isStored: true));
    }

    [Fact]
    public async Task A_stored_order_stays_so_after_a_new_sale_began()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var buy = await Front.BuyAsync(Product);
        await StoreAsync(buy.OrderId);

        await Sandbox.StartSaleAsync(Product, stock: 10);

        (await Front.GetAsync(buy.Headers.Location!.OriginalString)).Is(200, Sold(buy.OrderId, isStored: true));
    }

    [Fact]
    public async Task An_order_stays_confirmed_when_a_new_sale_begins_before_it_is_stored()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var buy = await Front.BuyAsync(Product);

        await Sandbox.StartSaleAsync(Product, stock: 10);

        (await Front.GetAsync(buy.Headers.Location!.OriginalString)).Is(200, Sold(buy.OrderId, isStored: false));
    }

    [Fact]
    public async Task An_order_is_no_order_of_another_product()
    {
        var other = $"{Product}.other";
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await Sandbox.StartSaleAsync(other, stock: 10);
        var orderId = (await Front.BuyAsync(Product)).OrderId;

        (await Front.GetAsync($"/products/{other}/orders/{orderId}")).IsProblem(404, "unknown_order");
        await StoreAsync(orderId);
        (await Front.GetAsync($"/products/{other}/orders/{orderId}")).IsProblem(404, "unknown_order");
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("0190b6a5-1111-7222-8333-444444444444")]
    [InlineData("1")]
    [InlineData("{0190b6a5-1111-7222-8333-444444444444}")]
    [InlineData("0190b6a5111172228333444444444444")]
    [InlineData("%0a")]
    public async Task An_order_that_nobody_placed_is_unknown(string orderId)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        (await Front.GetAsync($"/products/{Product}/orders/{orderId}")).IsProblem(404, "unknown_order");
    }

    [Theory]
    [InlineData("ghost", "unknown_order")]
    [InlineData("GHOST", "unknown_product")]
    public async Task An_order_of_a_product_that_nobody_sells_is_unknown(string productId, string code) =>
        (await Front.GetAsync($"/products/{productId}/orders/0190b6a5-1111-7222-8333-444444444444")).IsProblem(404, code);

    [Theory]
    [InlineData("ghost")]
    [InlineData("GHOST")]
    [InlineData("gh%20ost")]
    [InlineData("gh%0aost")]
    [InlineData("gh%2Fost")]
    [InlineData(".ghost")]
    [InlineData("%C3%A4")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x")]
    public async Task A_buy_of_a_product_that_nobody_sells_is_refused_with_and_without_a_key(string productId)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(404, "unknown_product", () => Front.BuyAsync(productId));
        await IsRefusedAsync(404, "unknown_product", () => Front.BuyAsync(productId, key: "k"));
    }

    [Fact]
    public async Task A_product_that_is_sold_later_is_no_longer_unknown()
    {
        (await Front.BuyAsync(Product)).IsProblem(404, "unknown_product");

        await Sandbox.StartSaleAsync(Product, stock: 10);

        (await Front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Fact]
    public async Task A_sold_out_product_says_so_again_and_again()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1);
        (await Front.BuyAsync(Product)).IsOrder(202, Product);

        await IsRefusedAsync(409, "sold_out", () => Front.BuyAsync(Product));
        await IsRefusedAsync(409, "sold_out", () => Front.BuyAsync(Product));
        await IsRefusedAsync(409, "sold_out", () => OtherFront.BuyAsync(Product));
        await IsRefusedAsync(409, "sold_out", () => Front.BuyAsync(Product, key: "k"));
    }

    [Fact]
    public async Task More_than_is_left_is_sold_out_and_what_is_left_is_sold()
    {
        await Sandbox.StartSaleAsync(Product, stock: 3);

        await IsRefusedAsync(409, "sold_out", () => Front.BuyAsync(Product, quantity: 4));
        (await Front.BuyAsync(Product, quantity: 3)).IsOrder(202, Product);
    }

    [Fact]
    public async Task A_shopper_gets_no_more_than_the_limit()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10, limitPerShopper: 2);
        (await Front.BuyAsync(Product, shopperId: "ada", quantity: 2)).IsOrder(202, Product);

        await IsRefusedAsync(409, "limit_reached", () => Front.BuyAsync(Product, shopperId: "ada"));
        await IsRefusedAsync(409, "limit_reached", () => Front.BuyAsync(Product, shopperId: "bob", quantity: 3));
        (await Front.BuyAsync(Product, shopperId: "Ada")).IsOrder(202, Product);
    }

    [Fact]
    public async Task A_sale_that_opens_later_is_not_open()
    {
        (await Front.DefineAsync(Product, new { name = "Phone", stock = 10, opensAt = Soon })).Is(201);

        await IsRefusedAsync(409, "not_open", () => Front.BuyAsync(Product));
        await IsRefusedAsync(409, "not_open", () => Front.BuyAsync(Product, key: "k"));
    }

    [Fact]
    public async Task A_sale_whose_end_has_passed_is_closed()
    {
        (await Front.DefineAsync(Product, new { name = "Phone", stock = 10, closesAt = Past })).Is(201);

        await IsRefusedAsync(409, "closed", () => Front.BuyAsync(Product));
    }

    [Fact]
    public async Task A_sale_within_its_window_is_open()
    {
        (await Front.DefineAsync(Product, new { name = "Phone", stock = 10, opensAt = Past, closesAt = Soon })).Is(201);

        (await Front.BuyAsync(Product)).IsOrder(202, Product);
    }

    [Fact]
    public async Task G5_the_limit_holds_for_a_shopper_who_hurries_to_two_fronts()
    {
        const int Limit = 3;
        await Sandbox.StartSaleAsync(Product, stock: 100, limitPerShopper: Limit);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? Front : OtherFront).BuyAsync(Product)));

        Assert.Equal(Limit, answers.Count(answer => answer.Status == 202));
        Assert.All(answers.Where(answer => answer.Status != 202), answer => answer.IsProblem(409, "limit_reached"));
        Assert.Equal((97, Limit, Limit), Counts(await SaleAsync()));
    }

    [Fact]
    public async Task G1_G2_a_crowd_at_two_fronts_gets_every_unit_and_no_unit_twice()
    {
        const int Stock = 100;
        await Sandbox.StartSaleAsync(Product, Stock);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 300).Select(i => (i % 2 == 0 ? Front : OtherFront).BuyAsync(Product, shopperId: $"s{i}", key: $"k{i}")));

        Assert.Equal(Stock, answers.Where(answer => answer.Status == 202).Select(answer => answer.OrderId).Distinct().Count());
        Assert.All(answers.Where(answer => answer.Status != 202), answer => answer.IsProblem(409, "sold_out"));
        Assert.Equal((0, Stock, Stock), Counts(await SaleAsync()));
    }

    private static (long Remaining, long Accepted, long Orders) Counts(Sale sale) => (sale.Remaining, sale.Accepted, sale.Orders);

    // No drain runs here, so that a test decides when an order is stored.
    private static string Sold(Guid orderId, bool isStored) =>
        $$"""{"orderId":"{{orderId}}","status":"confirmed","quantity":1,"stored":{{(isStored ? "true" : "false")}}}""";
}

public sealed class OrderEndpointsInClusterTests(ClusterFront shared) : OrderEndpointsTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class OrderEndpointsStandaloneTests(StandaloneFront shared) : OrderEndpointsTests(shared);
