using FlashFlow.Core.Buying;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.WebFront.Tests.Shoppers;

/// <summary>What shoppers who are known by tokens may do, and what others may not.</summary>
public sealed class ShopperCallsTests(ClusterFront shared) : ShopperFronts(shared)
{
    [Fact]
    public async Task Where_tokens_are_required_nothing_is_done_without_one()
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(ShopperTokenMode.Required);
        var orderId = (await BuyAsync(front, Shop.Token("ada"), new { quantity = 1 })).OrderId;

        foreach (var call in new Func<Task<HttpAnswer>>[]
        {
            () => BuyAsync(front, token: null, new { shopperId = "ada", quantity = 1 }),
            () => FindAsync(front, token: null, orderId),
            () => ReleaseAsync(front, token: null, orderId),
        })
        {
            var answer = await IsRefusedAsync(401, "token_required", call);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }

        Assert.Equal("held", Status(await FindAsync(front, Shop.Token("ada"), orderId)));
        (await front.GetAsync($"/products/{Product}")).Is(200);
    }

    [Theory]
    [InlineData(ShopperTokenMode.Required)]
    [InlineData(ShopperTokenMode.Optional)]
    public async Task A_token_that_is_not_good_is_refused_before_the_body_is_read(ShopperTokenMode mode)
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(mode);
        var good = Shop.Token("ada");
        var orderId = (await BuyAsync(front, good, new { quantity = 1 })).OrderId;
        string[] wrong =
        [
            "nobodys-key-of-all",
            good + "A",
            good[..^1],
            Shop.Token("ada", claims => claims["aud"] = "another"),
            Shop.Token("ada", claims => claims["pad"] = new string('x', 6_700)),
            new('x', 9_000),
            $"{good}, Bearer {good}",
        ];

        foreach (var token in wrong)
        {
            IsInvalid(await IsRefusedAsync(401, "invalid_token", () => BuyAsync(front, token, new { quantity = 1 })));
            IsInvalid(await IsRefusedAsync(401, "invalid_token", () => front.SendAsync(
                HttpMethod.Post, $"/products/{Product}/orders", RunningFront.Json("{"), ("Authorization", $"Bearer {token}"))));
            IsInvalid(await IsRefusedAsync(401, "invalid_token", () => FindAsync(front, token, orderId)));
            IsInvalid(await IsRefusedAsync(401, "invalid_token", () => ReleaseAsync(front, token, orderId)));
        }
    }

    [Fact]
    public async Task Two_tokens_are_none()
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(ShopperTokenMode.Optional);
        var token = Shop.Token("ada");

        foreach (var other in new[] { token, Shop.Token("bob"), RunningFront.ShopKey })
        {
            using var connection = await RawConnection.OpenAsync(front.Address);
            await connection.SendAsync(
                $"POST /products/{Product}/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 14\r\n"
                + $"Authorization: Bearer {token}\r\nAuthorization: Bearer {other}\r\n\r\n{{\"quantity\":1}}");
            var answer = await connection.ReadToEndAsync();
            Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
            Assert.Contains("more than once", answer, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await SaleAsync()).Orders);
    }

    [Theory]
    [InlineData(ShopperTokenMode.Required)]
    [InlineData(ShopperTokenMode.Optional)]
    public async Task The_token_says_who_buys_and_the_body_says_nothing_else(ShopperTokenMode mode)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10, limitPerShopper: 2);
        var front = await StartAsync(mode);
        var ada = Shop.Token("ada");

        var answer = await IsRefusedAsync(403, "shopper_mismatch", () => BuyAsync(front, ada, new { shopperId = "bob", quantity = 1 }));
        Assert.Empty(answer.Headers.WwwAuthenticate);
        await IsRefusedAsync(403, "shopper_mismatch", () => BuyAsync(front, ada, new { shopperId = "", quantity = 1 }));
        await IsRefusedAsync(403, "shopper_mismatch", () => BuyAsync(front, ada, new { shopperId = "Ada", quantity = 1 }));
        await IsRefusedAsync(400, "bad_request", () => front.SendAsync(
            HttpMethod.Post, $"/products/{Product}/orders", RunningFront.Json("""{"shopperId":null,"quantity":1}"""), ("Authorization", $"Bearer {ada}")));

        (await BuyAsync(front, ada, new { quantity = 1 })).IsOrder(202, Product);
        (await BuyAsync(front, ada, new { shopperId = "ada", quantity = 1 })).IsOrder(202, Product);
        await IsRefusedAsync(409, "limit_reached", () => BuyAsync(front, ada, new { quantity = 1 }));
        (await BuyAsync(front, Shop.Token("bob"), new { quantity = 1 })).IsOrder(202, Product);
    }

    [Fact]
    public async Task G4_a_key_is_the_shoppers_own_and_the_same_with_another_token_of_theirs()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var front = await StartAsync(ShopperTokenMode.Required);

        var orderId = (await BuyAsync(front, Shop.Token("ada"), new { quantity = 1 }, key: "k")).IsOrder(202, Product);
        Assert.Equal(orderId, (await BuyAsync(front, Shop.Token("ada", claims => claims["jti"] = "2"), new { quantity = 1 }, key: "k")).IsOrder(200, Product));
        Assert.NotEqual(orderId, (await BuyAsync(front, Shop.Token("bob"), new { quantity = 1 }, key: "k")).IsOrder(202, Product));
        await IsRefusedAsync(422, "idempotency_key_reused", () => BuyAsync(front, Shop.Token("ada"), new { quantity = 2 }, key: "k"));
    }

    [Theory]
    [InlineData(ShopperTokenMode.Required, null)]
    [InlineData(ShopperTokenMode.Required, "k")]
    [InlineData(ShopperTokenMode.Optional, null)]
    [InlineData(ShopperTokenMode.Optional, "k")]
    public async Task An_order_is_shown_to_its_own_shopper_and_to_who_has_a_key(ShopperTokenMode mode, string? key)
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(mode);
        var (ada, bob) = (Shop.Token("ada"), Shop.Token("bob"));
        var orderId = (await BuyAsync(front, ada, new { quantity = 1 }, key)).OrderId;

        IsUnknown(await FindAsync(front, bob, orderId), await FindAsync(front, bob, OrderIds.NewOf("ada")), await FindAsync(front, bob, Guid.NewGuid()));
        IsUnknown(await ReleaseAsync(front, bob, orderId), await ReleaseAsync(front, bob, Guid.NewGuid()));
        if (mode == ShopperTokenMode.Optional)
            IsUnknown(await FindAsync(front, token: null, orderId), await ReleaseAsync(front, token: null, orderId));
        foreach (var shown in new[] { ada, RunningFront.ShopKey, RunningFront.NamedOperatorKey, RunningFront.ViewerKey })
            Assert.Equal("held", Status(await FindAsync(front, shown, orderId)));

        await IsRefusedAsync(403, "forbidden", () => ReleaseAsync(front, RunningFront.ViewerKey, orderId));
        Assert.Equal("released", Status(await ReleaseAsync(front, ada, orderId)));
        Assert.Equal((10, 0, 0), await CountsAsync());
    }

    [Fact]
    public async Task Somebody_elses_order_is_unknown_also_once_it_is_paid_for_and_its_product_is_another()
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(ShopperTokenMode.Required);
        var orderId = (await BuyAsync(front, Shop.Token("ada"), new { quantity = 1 })).OrderId;
        (await front.ChangeAsync(Product, orderId, "confirm", Payment())).Is(200);

        (await FindAsync(front, Shop.Token("bob"), orderId)).IsProblem(404, "unknown_order");
        (await ReleaseAsync(front, Shop.Token("bob"), orderId)).IsProblem(404, "unknown_order");
        (await ReleaseAsync(front, Shop.Token("ada"), orderId)).IsProblem(409, "already_confirmed");
        Assert.False((await FindAsync(front, Shop.Token("ada"), orderId)).Is(200).TryGetProperty("paymentRef", out _));
        Assert.Equal("pay-1", (await FindAsync(front, RunningFront.ShopKey, orderId)).Is(200).GetProperty("paymentRef").GetString());
    }

    [Theory]
    [InlineData(RunningFront.ShopKey)]
    [InlineData(RunningFront.NamedOperatorKey)]
    public async Task A_shop_or_an_operator_acts_for_any_shopper_who_then_sees_the_order(string key)
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(ShopperTokenMode.Required);

        await IsRefusedAsync(422, "invalid_shopper_id", () => BuyAsync(front, key, new { quantity = 1 }));
        await IsRefusedAsync(403, "forbidden", () => BuyAsync(front, RunningFront.ViewerKey, new { shopperId = "ada", quantity = 1 }));
        var orderId = (await BuyAsync(front, key, new { shopperId = "ada", quantity = 1 }, key: "k")).OrderId;

        Assert.Equal(orderId, (await BuyAsync(front, Shop.Token("ada"), new { quantity = 1 }, key: "k")).OrderId);
        Assert.Equal("held", Status(await FindAsync(front, Shop.Token("ada"), orderId)));
        (await FindAsync(front, Shop.Token("bob"), orderId)).IsProblem(404, "unknown_order");
        Assert.Equal("released", Status(await ReleaseAsync(front, key, orderId)));
    }

    [Fact]
    public async Task Where_tokens_are_optional_it_is_without_one_as_if_they_were_off()
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(ShopperTokenMode.Optional);

        await IsRefusedAsync(422, "invalid_shopper_id", () => BuyAsync(front, token: null, new { quantity = 1 }));
        var orderId = (await BuyAsync(front, token: null, new { shopperId = "ada", quantity = 1 }, key: "k")).OrderId;
        Assert.Equal(orderId, (await Front.BuyAsync(Product, shopperId: "ada", key: "k")).OrderId);

        Assert.Equal("held", Status(await FindAsync(front, token: null, orderId)));
        Assert.Equal("held", Status(await FindAsync(front, Shop.Token("bob"), orderId)));
        Assert.Equal("released", Status(await ReleaseAsync(front, token: null, orderId)));
    }

    [Fact]
    public async Task An_order_that_does_not_say_whose_it_is_is_no_shoppers_where_tokens_are_required()
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(ShopperTokenMode.Required);
        foreach (var key in new[] { null, "k" })
        {
            var orderId = (await Front.BuyAsync(Product, shopperId: "ada", key: key)).OrderId;
            (await FindAsync(front, Shop.Token("ada"), orderId)).IsProblem(404, "unknown_order");
            Assert.Equal("held", Status(await FindAsync(front, RunningFront.ShopKey, orderId)));
        }
    }

    [Fact]
    public async Task Operators_calls_take_no_token()
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(ShopperTokenMode.Required);

        (await front.CallAsync(HttpMethod.Post, $"/products/{Product}/pause", Shop.Token("ada"))).IsProblem(401, "operator_key_required");
        (await front.CallAsync(HttpMethod.Get, "/access", Shop.Token("ada"))).IsProblem(401, "key_required");
    }

    [Fact]
    public async Task Where_they_are_off_no_token_is_looked_at()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        var orderId = (await BuyAsync(Front, "eyJ.nonsense", new { shopperId = "bob", quantity = 1 })).IsOrder(202, Product);
        Assert.Equal(200, (await FindAsync(Front, Shop.Token("ada"), orderId)).Status);
    }

    [Fact]
    public async Task The_page_without_scripts_sends_shoppers_to_sign_in_and_shows_no_order()
    {
        await StartHoldingAsync(stock: 10);
        var front = await StartAsync(ShopperTokenMode.Required, ("FlashFlow:ShopperTokens:SignInPage", "https://shop.example/sign-in?to={productId}"));
        var orderId = (await BuyAsync(front, Shop.Token("ada"), new { quantity = 1 })).OrderId;

        var page = await front.GetAsync($"/p/{Product}?plain=1");
        Assert.Contains($"https://shop.example/sign-in?to={Product}", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page.Text, StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([new("shopper", "ada"), new("key", "k")]);
        var bought = await front.PostAsync($"/p/{Product}", form);
        Assert.Equal(401, bought.Status);
        Assert.Contains("sign in at the shop", bought.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await front.GetAsync($"/p/{Product}/orders/{orderId}")).Status);
        Assert.Equal(1, (await SaleAsync()).Orders);
    }

    private static void IsInvalid(HttpAnswer answer) => Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());

    // To the last byte, but for the time at which they were sent.
    private static void IsUnknown(params HttpAnswer[] answers)
    {
        answers[0].IsProblem(404, "unknown_order");
        Assert.Single(answers.Select(answer => $"{string.Join('\n', answer.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}"))}\n{answer.Text}").Distinct());
    }
}
