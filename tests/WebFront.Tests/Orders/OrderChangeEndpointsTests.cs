namespace FlashFlow.WebFront.Tests.Orders;

/// <summary>What becomes of a hold: confirmed, released, extended, expired; and of a sold order: cancelled.</summary>
public abstract class OrderChangeEndpointsTests(SharedFront shared) : HoldTests(shared)
{
    private const string Sold = """{"status":"confirmed","amount":49990,"currency":"EUR"}""";

    public static TheoryData<string> Changes => new("confirm", "extend", "cancel", "release");

    [Fact]
    public async Task A_buy_is_held_and_told_until_when_and_what_it_costs()
    {
        await StartHoldingAsync(stock: 10);

        var answer = await Front.BuyAsync(Product, quantity: 3);

        var held = answer.Is(202);
        Assert.Equal(["orderId", "status", "expiresAt", "expiresInMs", "amount", "currency"], held.EnumerateObject().Select(member => member.Name));
        Assert.Equal($"/products/{Product}/orders/{answer.OrderId}", answer.Headers.Location?.OriginalString);
        Assert.Equal(("held", 3 * Price, Euro), (held.GetProperty("status").GetString(), held.GetProperty("amount").GetInt64(), held.GetProperty("currency").GetString()));
        Assert.Equal(LongHold * 1_000, held.GetProperty("expiresInMs").GetInt64());
        Assert.Equal(await HeldUntilAsync(answer.OrderId), held.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.Equal((7, 3, 0), await CountsAsync());
        var product = (await Front.GetAsync($"/products/{Product}")).Is(200);
        Assert.Equal((3, LongHold, Euro), (product.GetProperty("held").GetInt64(), product.GetProperty("holdSeconds").GetInt32(), product.GetProperty("currency").GetString()));
    }

    [Fact]
    public async Task G4_a_retry_of_a_buy_is_told_how_its_order_stands_by_now()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync(key: "k");

        var again = await Front.BuyAsync(Product, key: "k");
        Assert.Equal((orderId, "held"), (again.OrderId, Status(again)));
        Assert.InRange(again.Json.GetProperty("expiresInMs").GetInt64(), 1, LongHold * 1_000);
        (await ConfirmAsync(orderId)).Is(200);

        // The payment is not the shopper's to know.
        IsOrder(await OtherFront.BuyAsync(Product, key: "k"), orderId, Sold);
        Assert.Equal((9, 0, 1), await CountsAsync());
    }

    [Fact]
    public async Task G9_a_payment_confirms_a_hold_and_the_same_again_changes_nothing()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync(quantity: 2);

        IsOrder(await ConfirmAsync(orderId, Payment(amount: 2 * Price)), orderId, """{"status":"confirmed","amount":99980,"currency":"EUR","paymentRef":"pay-1"}""");
        IsOrder(
            await OtherFront.ChangeAsync(Product, orderId, "confirm", Payment(amount: 2 * Price)),
            orderId,
            """{"status":"confirmed","amount":99980,"currency":"EUR","paymentRef":"pay-1"}""");

        Assert.Equal((8, 0, 2), await CountsAsync());
    }

    [Fact]
    public async Task G9_a_second_payment_is_no_payment_of_the_order()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await SellAsync();

        var answer = await IsRefusedAsync(409, "payment_mismatch", () => ConfirmAsync(orderId, Payment("pay-2")));

        Assert.DoesNotContain("pay-", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Price - 1, Euro)]
    [InlineData(Price + 1, Euro)]
    [InlineData(499, Euro)]
    [InlineData(0, Euro)]
    [InlineData(-Price, Euro)]
    [InlineData(Price, "USD")]
    [InlineData(Price, null)]
    public async Task G9_what_is_not_the_price_confirms_nothing(long amount, string? currency)
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        await IsRefusedAsync(422, "amount_mismatch", () => ConfirmAsync(orderId, Payment(amount: amount, currency: currency)));

        (await ConfirmAsync(orderId)).Is(200);
    }

    [Fact]
    public async Task A_hold_that_costs_nothing_is_confirmed_without_a_currency()
    {
        await StartHoldingAsync(stock: 10, with: sale => sale with { Price = 0, Currency = null });
        var orderId = await HoldAsync();

        IsOrder(await ConfirmAsync(orderId, new { paymentRef = "ticket-7", amount = 0 }), orderId, """{"status":"confirmed","amount":0,"paymentRef":"ticket-7"}""");
    }

    [Fact]
    public async Task G9_a_late_payment_confirms_while_a_unit_is_free()
    {
        await StartHoldingAsync(stock: 10, ShortHold);
        var orderId = await HoldAsync();
        await ExpiredAsync(orderId);

        var late = """{"status":"confirmed","amount":49990,"currency":"EUR","paymentRef":"pay-1","reinstated":true}""";
        IsOrder(await ConfirmAsync(orderId), orderId, late);
        IsOrder(await ConfirmAsync(orderId), orderId, late);

        Assert.Equal((9, 0, 1), await CountsAsync());
    }

    [Fact]
    public async Task G9_a_late_payment_is_refused_for_good_when_the_unit_is_somebody_elses()
    {
        await StartHoldingAsync(stock: 1, ShortHold, sale => sale with { HoldMaxSeconds = LongHold });
        var orderId = await HoldAsync();
        await ExpiredAsync(orderId);
        var other = await Eventually.SeesAsync("a buy of the unit that came back", () => OtherFront.BuyAsync(Product, shopperId: "bob"), answer => answer.Status == 202);

        var answer = await ConfirmAsync(orderId);

        answer.IsProblem(410, "hold_expired");
        Assert.Contains("final", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);

        // It stays so, also when the unit is free again.
        (await Front.ReleaseAsync(Product, other.OrderId)).Is(200);
        (await ConfirmAsync(orderId)).IsProblem(410, "hold_expired");
        Assert.Equal((1, 0, 0), await CountsAsync());
    }

    [Fact]
    public async Task A_release_gives_the_units_back_and_the_same_again_changes_nothing()
    {
        await StartHoldingAsync(stock: 1, with: sale => sale with { LimitPerShopper = 1 });
        var orderId = await HoldAsync();
        (await OtherFront.BuyAsync(Product, shopperId: "bob")).IsProblem(409, "sold_out");

        var released = """{"status":"released","amount":49990,"currency":"EUR"}""";
        IsOrder(await Front.ReleaseAsync(Product, orderId), orderId, released);
        IsOrder(await OtherFront.ReleaseAsync(Product, orderId), orderId, released);

        Assert.Equal((1, 0, 0), await CountsAsync());
        await IsRefusedAsync(410, "hold_released", () => ConfirmAsync(orderId));
        await IsRefusedAsync(410, "hold_released", () => Front.ChangeAsync(Product, orderId, "extend"));
        await IsRefusedAsync(410, "hold_released", () => Front.ChangeAsync(Product, orderId, "cancel"));
        await HoldAsync(); // G5: it no longer counts for the shopper's limit.
    }

    [Fact]
    public async Task What_is_sold_is_not_released_and_not_extended()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await SellAsync();

        await IsRefusedAsync(409, "already_confirmed", () => Front.ReleaseAsync(Product, orderId));
        await IsRefusedAsync(409, "already_confirmed", () => Front.ChangeAsync(Product, orderId, "extend"));
    }

    [Fact]
    public async Task What_was_sold_at_once_needs_no_payment()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await Front.BuyAsync(Product)).IsOrder(202, Product);

        await IsRefusedAsync(409, "already_confirmed", () => ConfirmAsync(orderId));
        await IsRefusedAsync(409, "already_confirmed", () => Front.ReleaseAsync(Product, orderId));
        await IsRefusedAsync(409, "already_confirmed", () => Front.ChangeAsync(Product, orderId, "extend"));
    }

    [Fact]
    public async Task A_hold_is_extended_up_to_the_most_that_the_sale_allows()
    {
        await StartHoldingAsync(stock: 10, with: sale => sale with { HoldMaxSeconds = 2 * LongHold });
        var orderId = await HoldAsync();
        var before = await HeldUntilAsync(orderId);

        var extended = (await Front.ChangeAsync(Product, orderId, "extend")).Is(200);

        Assert.Equal("held", extended.GetProperty("status").GetString());
        Assert.Equal(LongHold * 1_000, extended.GetProperty("expiresInMs").GetInt64());
        var until = extended.GetProperty("expiresAt").GetDateTimeOffset();
        Assert.True(until > before);
        Assert.Equal(until, await HeldUntilAsync(orderId));
    }

    [Fact]
    public async Task A_hold_that_has_lasted_as_long_as_the_sale_allows_is_not_extended()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        await IsRefusedAsync(409, "hold_limit_reached", () => Front.ChangeAsync(Product, orderId, "extend"));
    }

    [Fact]
    public async Task An_expired_hold_is_not_extended_not_cancelled_and_may_be_released_all_the_same()
    {
        await StartHoldingAsync(stock: 10, ShortHold, sale => sale with { HoldMaxSeconds = LongHold });
        var orderId = await HoldAsync();
        await ExpiredAsync(orderId);

        (await Front.ChangeAsync(Product, orderId, "extend")).IsProblem(410, "hold_expired");
        (await Front.ChangeAsync(Product, orderId, "cancel")).IsProblem(410, "hold_expired");
        Assert.Equal("expired", Status(await Front.ReleaseAsync(Product, orderId)));
        Assert.Equal((10, 0, 0), await CountsAsync());
    }

    [Fact]
    public async Task A_cancel_returns_the_units_once()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await SellAsync(quantity: 3);

        var cancelled = """{"status":"cancelled","amount":149970,"currency":"EUR","paymentRef":"pay-1","cancelled":3}""";
        IsOrder(await Front.ChangeAsync(Product, orderId, "cancel"), orderId, cancelled);
        IsOrder(await OtherFront.ChangeAsync(Product, orderId, "cancel", new { }), orderId, cancelled);

        var sale = await SaleAsync();
        Assert.Equal((10, 3, 3), (sale.Remaining, sale.Returned, sale.Sold));
        Assert.True(sale.IsBalanced);
        await IsRefusedAsync(410, "order_cancelled", () => ConfirmAsync(orderId));
        await IsRefusedAsync(410, "order_cancelled", () => Front.ReleaseAsync(Product, orderId));
        await IsRefusedAsync(410, "order_cancelled", () => Front.ChangeAsync(Product, orderId, "extend"));
    }

    [Fact]
    public async Task G4_some_units_are_cancelled_once_for_each_key()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await SellAsync(quantity: 5);

        var twoOfFive = """{"status":"confirmed","amount":249950,"currency":"EUR","paymentRef":"pay-1","cancelled":2}""";
        IsOrder(await Front.ChangeAsync(Product, orderId, "cancel", new { quantity = 2 }, key: "c1"), orderId, twoOfFive);
        IsOrder(await OtherFront.ChangeAsync(Product, orderId, "cancel", new { quantity = 2 }, key: "c1"), orderId, twoOfFive);
        await IsRefusedAsync(422, "idempotency_key_reused", () => Front.ChangeAsync(Product, orderId, "cancel", new { quantity = 1 }, key: "c1"));
        await IsRefusedAsync(422, "idempotency_key_reused", () => Front.ChangeAsync(Product, orderId, "cancel", key: "c1"));
        await IsRefusedAsync(422, "invalid_quantity", () => Front.ChangeAsync(Product, orderId, "cancel", new { quantity = 4 }, key: "c2"));
        Assert.Equal((7, 2), ((await SaleAsync()).Remaining, (await SaleAsync()).Returned));

        // Without a key each is one of its own.
        (await Front.ChangeAsync(Product, orderId, "cancel", new { quantity = 1 })).Is(200);
        (await Front.ChangeAsync(Product, orderId, "cancel", new { quantity = 1 })).Is(200);
        Assert.Equal((9, 4), ((await SaleAsync()).Remaining, (await SaleAsync()).Returned));
    }

    [Theory]
    [InlineData("""{"quantity":0}""", 422, "invalid_quantity")]
    [InlineData("""{"quantity":-1}""", 422, "invalid_quantity")]
    [InlineData("""{"quantity":1.5}""", 400, "bad_request")]
    [InlineData("""{"quantity":10000000000}""", 400, "bad_request")]
    [InlineData("""{"units":1}""", 400, "bad_request")]
    [InlineData("""[1]""", 400, "bad_request")]
    public async Task A_cancel_that_cannot_be_is_refused(string body, int status, string code)
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await SellAsync();

        await IsRefusedAsync(status, code, () => Front.SendAsync(
            HttpMethod.Post, $"/products/{Product}/orders/{orderId}/cancel", RunningFront.Json(body), ("Authorization", $"Bearer {RunningFront.ShopKey}")));
    }

    [Fact]
    public async Task A_cancel_with_a_key_that_is_none_is_refused()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await SellAsync();

        await IsRefusedAsync(400, "invalid_idempotency_key", () => Front.ChangeAsync(Product, orderId, "cancel", key: "two words"));
    }

    [Fact]
    public async Task A_hold_is_not_cancelled()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        await IsRefusedAsync(409, "not_confirmed", () => Front.ChangeAsync(Product, orderId, "cancel"));
    }

    [Fact]
    public async Task After_the_time_for_it_nothing_is_cancelled()
    {
        await StartHoldingAsync(stock: 10, with: sale => sale with { CancelUntil = DateTimeOffset.UtcNow.AddMinutes(-1) });
        var orderId = await SellAsync();

        await IsRefusedAsync(409, "too_late", () => Front.ChangeAsync(Product, orderId, "cancel"));
    }

    [Fact]
    public async Task What_was_sold_at_once_is_cancelled_too()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var orderId = (await Front.BuyAsync(Product, quantity: 2)).IsOrder(202, Product);

        IsOrder(await Front.ChangeAsync(Product, orderId, "cancel", new { quantity = 1 }), orderId, """{"status":"confirmed","cancelled":1}""");
        IsOrder(await Front.ChangeAsync(Product, orderId, "cancel"), orderId, """{"status":"cancelled","cancelled":2}""");
        Assert.Equal((10, 2), ((await SaleAsync()).Remaining, (await SaleAsync()).Returned));
    }

    [Fact]
    public async Task Cancelled_units_wait_a_while_that_nobody_can_foresee()
    {
        await StartHoldingAsync(stock: 20, with: sale => sale with { ReturnAfterSeconds = 86_400 });
        for (var i = 0; i < 5; i++)
            (await Front.ChangeAsync(Product, await SellAsync(shopperId: $"s{i}"), "cancel")).Is(200);

        // That one of five should return within the first thousandth of a day is as likely as a fault elsewhere.
        Assert.Equal((15, 0), ((await SaleAsync()).Remaining, (await SaleAsync()).Returned));
    }

    [Fact]
    public async Task G4_changes_in_a_hurry_at_two_fronts_are_one()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        var confirms = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? Front : OtherFront).ChangeAsync(Product, orderId, "confirm", Payment())));
        Assert.All(confirms, answer => Assert.Equal("confirmed", Status(answer)));
        Assert.Equal((9, 0, 1), await CountsAsync());

        var cancels = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? Front : OtherFront).ChangeAsync(Product, orderId, "cancel", key: "c")));
        Assert.All(cancels, answer => Assert.Equal("cancelled", Status(answer)));
        Assert.Equal((10, 1), ((await SaleAsync()).Remaining, (await SaleAsync()).Returned));
    }

    [Fact]
    public async Task G9_of_two_payments_at_the_same_time_one_confirms()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Front : OtherFront).ChangeAsync(Product, orderId, "confirm", Payment($"pay-{i}"))));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.IsProblem(409, "payment_mismatch"));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task An_order_that_nobody_placed_is_unknown(string change)
    {
        await StartHoldingAsync(stock: 10);
        var body = change == "confirm" ? Payment() : null;

        foreach (var orderId in new[] { "0190b6a5-1111-7222-8333-444444444444", "1", "{0190b6a5-1111-7222-8333-444444444444}", "0190b6a5111172228333444444444444", "%0a" })
            await IsRefusedAsync(404, "unknown_order", () => Front.ChangeAsync($"/products/{Product}/orders/{orderId}/{change}", RunningFront.ShopKey, body));
        foreach (var productId in new[] { "ghost", "GHOST" })
            await IsRefusedAsync(404, "unknown_product", () => Front.ChangeAsync(productId, Guid.NewGuid(), change, body));
    }

    [Fact]
    public async Task An_order_is_no_order_of_another_product()
    {
        var other = $"{Product}.other";
        await StartHoldingAsync(stock: 10);
        await Sandbox.StartSaleAsync(other, stock: 10);
        var orderId = await HoldAsync();

        (await Front.ChangeAsync(other, orderId, "confirm", Payment())).IsProblem(404, "unknown_order");
        (await Front.ReleaseAsync(other, orderId)).IsProblem(404, "unknown_order");
    }

    [Fact]
    public async Task A_paused_or_closed_sale_changes_the_orders_that_it_has()
    {
        await StartHoldingAsync(stock: 10);
        var paid = await HoldAsync();
        var unpaid = await HoldAsync();
        (await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/pause")).Is(200);

        (await ConfirmAsync(paid)).Is(200);
        (await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close")).Is(200);
        (await Front.ReleaseAsync(Product, unpaid)).Is(200);
        (await Front.ChangeAsync(Product, paid, "cancel")).Is(200);
    }

    [Fact]
    public async Task A_sale_with_holds_is_neither_replaced_nor_archived()
    {
        await StartHoldingAsync(stock: 10);
        var orderId = await HoldAsync();

        await IsRefusedAsync(409, "holds_remain", () => Front.DefineAsync(Product, new { name = "Phone", stock = 7 }, reset: true));
        (await Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/close")).Is(200);
        await IsRefusedAsync(409, "holds_remain", () => Front.OperateAsync(HttpMethod.Delete, $"/products/{Product}"));

        (await Front.ReleaseAsync(Product, orderId)).Is(200);
        (await Front.DefineAsync(Product, new { name = "Phone", stock = 7 }, reset: true)).Is(201);
    }

    private async Task<DateTimeOffset> HeldUntilAsync(Guid orderId) =>
        (await Front.FindAsync(Product, orderId)).Is(200).GetProperty("expiresAt").GetDateTimeOffset();
}

public sealed class OrderChangeEndpointsInClusterTests(ClusterFront shared) : OrderChangeEndpointsTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class OrderChangeEndpointsStandaloneTests(StandaloneFront shared) : OrderChangeEndpointsTests(shared);
