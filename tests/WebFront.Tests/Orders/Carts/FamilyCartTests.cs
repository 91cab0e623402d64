namespace FlashFlow.WebFront.Tests.Orders.Carts;

/// <summary>Orders of products of one family, which are taken in one step.</summary>
public abstract class FamilyCartTests(SharedFront shared) : CartTests(shared)
{
    [Fact]
    public async Task All_lines_are_held_together_and_paid_for_together()
    {
        await DefineAsync("cup");
        await DefineAsync("plate", price: 25);

        var placed = await PlaceAsync(key: null, ("plate", 2), ("cup", 1));

        var order = placed.Is(202);
        Assert.Equal($"/carts/{placed.OrderId}", placed.Headers.Location?.OriginalString);
        Assert.Equal(("held", 6_000, Euro), (order.GetProperty("status").GetString(), order.GetProperty("amount").GetInt64(), order.GetProperty("currency").GetString()));
        Assert.Equal([Named("plate"), Named("cup")], order.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("productId").GetString()));
        Assert.Equal([1_000, 5_000], order.GetProperty("orders").EnumerateArray().Select(part => part.GetProperty("amount").GetInt32()));
        Assert.Equal((9, 1, 0), await CountsAsync("cup"));
        Assert.Equal((8, 2, 0), await CountsAsync("plate"));

        (await PayAsync(placed.OrderId, 5_999)).IsProblem(422, "amount_mismatch");
        Assert.Equal("confirmed", (await PayAsync(placed.OrderId, 6_000)).Is(200).GetProperty("status").GetString());
        Assert.Equal("confirmed", (await PayAsync(placed.OrderId, 6_000)).Is(200).GetProperty("status").GetString());
        (await PayAsync(placed.OrderId, 6_000, "pay-2")).IsProblem(409, "payment_mismatch");
        Assert.Equal((9, 0, 1), await CountsAsync("cup"));
        Assert.Equal((8, 0, 2), await CountsAsync("plate"));
        Assert.Equal("confirmed", Status(await FindAsync(placed.OrderId)));
    }

    [Fact]
    public async Task G1_two_lines_of_one_product_take_what_they_take_together()
    {
        await DefineAsync("cup", stock: 3);
        await DefineAsync("plate");

        IsRefused(await PlaceAsync(key: null, ("plate", 1), ("cup", 2), ("cup", 2)), 409, "sold_out", line: 1, "cup");

        Assert.Equal((3, 0, 0), await CountsAsync("cup"));
        Assert.Equal((10, 0, 0), await CountsAsync("plate"));
        (await PlaceAsync(key: null, ("cup", 1), ("cup", 2))).Is(202);
        Assert.Equal((0, 3, 0), await CountsAsync("cup"));
    }

    [Fact]
    public async Task Where_one_line_cannot_be_had_nothing_is_taken()
    {
        await DefineAsync("cup");
        await DefineAsync("plate", stock: 0);
        await DefineAsync("spoon", limit: 2);
        await DefineAsync("fork");
        (await Front.OperateAsync(HttpMethod.Post, $"/products/{Named("fork")}/pause")).Is(200);

        IsRefused(await PlaceAsync(key: null, ("cup", 1), ("plate", 1)), 409, "sold_out", line: 1, "plate");
        IsRefused(await PlaceAsync(key: null, ("cup", 1), ("spoon", 3)), 409, "limit_reached", line: 1, "spoon");
        IsRefused(await PlaceAsync(key: null, ("fork", 1), ("cup", 1)), 409, "paused", line: 0, "fork");
        IsRefused(await PlaceAsync(key: null, ("cup", 1), ("nothing", 1)), 404, "unknown_product", line: 1, "nothing");
        Assert.Equal((10, 0, 0), await CountsAsync("cup"));
    }

    [Fact]
    public async Task What_is_sold_at_once_is_sold_together()
    {
        await DefineAsync("cup", holdSeconds: 0);
        await DefineAsync("plate", holdSeconds: 0);

        var placed = await PlaceAsync(key: null, ("cup", 2), ("plate", 1));

        Assert.Equal("confirmed", placed.Is(202).GetProperty("status").GetString());
        Assert.Equal((8, 0, 2), await CountsAsync("cup"));
        Assert.Equal((9, 0, 1), await CountsAsync("plate"));
        (await PayAsync(placed.OrderId, 0)).IsProblem(409, "already_confirmed");
    }

    [Fact]
    public async Task What_is_held_and_what_is_sold_at_once_are_not_one_order()
    {
        await DefineAsync("cup");
        await DefineAsync("plate", holdSeconds: 0);

        IsRefused(await PlaceAsync(key: null, ("cup", 1), ("plate", 1)), 422, "holds_required", line: 1, "plate");
        Assert.Equal((10, 0, 0), await CountsAsync("cup"));
    }

    [Fact]
    public async Task G4_the_same_key_is_the_same_order_and_with_other_lines_an_error()
    {
        await DefineAsync("cup");
        await DefineAsync("plate");
        var first = (await PlaceAsync(Key, ("cup", 1), ("plate", 1)));
        var again = (await PlaceAsync(Key, ("cup", 1), ("plate", 1)));

        first.Is(202);
        again.Is(200);
        Assert.Equal(first.OrderId, again.OrderId);
        (await PlaceAsync(Key, ("cup", 2), ("plate", 1))).IsProblem(422, "idempotency_key_reused");
        (await PlaceAsync(Key, ("cup", 1))).IsProblem(422, "idempotency_key_reused");
        Assert.NotEqual(first.OrderId, (await PlaceForAsync("bob", Key, ("cup", 1), ("plate", 1))).OrderId);
        Assert.Equal((8, 2, 0), await CountsAsync("cup"));
    }

    [Fact]
    public async Task G4_a_key_that_was_refused_may_be_tried_again()
    {
        await DefineAsync("cup", stock: 0);
        await DefineAsync("plate");
        (await PlaceAsync(Key, ("cup", 1), ("plate", 1))).IsProblem(409, "sold_out");
        (await Front.RestockAsync(Named("cup"), new { units = 1 })).Is(200);

        (await PlaceAsync(Key, ("cup", 1), ("plate", 1))).Is(202);
        Assert.Equal((0, 1, 0), await CountsAsync("cup"));
    }

    [Fact]
    public async Task A_released_order_gives_all_units_back()
    {
        await DefineAsync("cup");
        await DefineAsync("plate");
        var placed = await PlaceAsync(key: null, ("cup", 1), ("plate", 1));

        Assert.Equal("released", (await Front.PostAsync($"/carts/{placed.OrderId}/release")).Is(200).GetProperty("status").GetString());
        Assert.Equal("released", (await Front.PostAsync($"/carts/{placed.OrderId}/release")).Is(200).GetProperty("status").GetString());
        (await PayAsync(placed.OrderId, 2_000)).IsProblem(410, "hold_released");
        Assert.Equal((10, 0, 0), await CountsAsync("cup"));
        Assert.Equal((10, 0, 0), await CountsAsync("plate"));
    }

    [Fact]
    public async Task A_cancelled_order_gives_all_units_back_once()
    {
        await DefineAsync("cup");
        await DefineAsync("plate");
        var placed = await PlaceAsync(key: null, ("cup", 1), ("plate", 2));
        (await ChangeAsync(placed.OrderId, "cancel")).IsProblem(409, "not_confirmed");
        (await PayAsync(placed.OrderId, 3_000)).Is(200);

        Assert.Equal("cancelled", (await ChangeAsync(placed.OrderId, "cancel")).Is(200).GetProperty("status").GetString());
        (await ChangeAsync(placed.OrderId, "cancel")).Is(200);
        var (cup, plate) = (await CountsAsync("cup"), await CountsAsync("plate"));
        Assert.Equal((10, 10), (cup.Remaining, plate.Remaining));
    }

    [Fact]
    public async Task G9_a_late_payment_has_all_of_it_or_nothing_for_ever()
    {
        await DefineAsync("cup", stock: 1);
        await DefineAsync("plate", stock: 1);
        await ShortenHoldsAsync("cup", "plate");
        var late = await PlaceAsync(key: null, ("cup", 1), ("plate", 1));
        await Eventually.SeesAsync("the order to expire", () => FindAsync(late.OrderId), answer => Status(answer) == "expired");
        (await PlaceForAsync("bob", null, ("plate", 1))).Is(202);

        (await PayAsync(late.OrderId, 2_000)).IsProblem(410, "hold_expired");

        Assert.Equal((1, 0), ((await CountsAsync("cup")).Remaining, (await CountsAsync("cup")).Held));
        (await Front.RestockAsync(Named("plate"), new { units = 5 })).Is(200);
        (await PayAsync(late.OrderId, 2_000)).IsProblem(410, "hold_expired");
        (await PayAsync(late.OrderId, 2_000, "pay-2")).IsProblem(410, "hold_expired");
    }

    [Fact]
    public async Task A_late_payment_has_all_of_it_while_the_units_are_free()
    {
        await DefineAsync("cup", stock: 1);
        await DefineAsync("plate", stock: 1);
        await ShortenHoldsAsync("cup", "plate");
        var late = await PlaceAsync(key: null, ("cup", 1), ("plate", 1));
        await Eventually.SeesAsync("the order to expire", () => FindAsync(late.OrderId), answer => Status(answer) == "expired");

        var paid = (await PayAsync(late.OrderId, 2_000)).Is(200);

        Assert.Equal(("confirmed", true), (paid.GetProperty("status").GetString(), paid.GetProperty("reinstated").GetBoolean()));
        Assert.Equal((0, 0, 1), await CountsAsync("plate"));
    }

    [Fact]
    public async Task An_order_with_expired_units_before_it_gets_them()
    {
        await DefineAsync("cup", stock: 1);
        await DefineAsync("plate", stock: 1);
        await ShortenHoldsAsync("cup");
        var first = await PlaceAsync(key: null, ("cup", 1));
        await Eventually.SeesAsync("the order to expire", () => FindAsync(first.OrderId), answer => Status(answer) == "expired");

        (await PlaceForAsync("bob", null, ("cup", 1), ("plate", 1))).Is(202);
    }

    [Theory]
    [InlineData("""{"shopperId":"ada"}""", 422, "invalid_lines")]
    [InlineData("""{"shopperId":"ada","lines":[]}""", 422, "invalid_lines")]
    [InlineData("""{"shopperId":"ada","lines":[null]}""", 422, "invalid_lines")]
    [InlineData("""{"shopperId":"ada","lines":null}""", 400, "bad_request")]
    [InlineData("""{"shopperId":"ada","lines":[{"productId":null,"quantity":1}]}""", 400, "bad_request")]
    [InlineData("""{"shopperId":"ada","lines":[{"productId":"a","quantity":1,"price":1}]}""", 400, "bad_request")]
    [InlineData("""{"shopperId":"ada","lines":[{"quantity":1}]}""", 404, "unknown_product")]
    [InlineData("""{"shopperId":"ada","lines":[{"productId":"A B","quantity":1}]}""", 404, "unknown_product")]
    [InlineData("""{"shopperId":"ada","lines":[{"productId":"a","quantity":0}]}""", 422, "invalid_quantity")]
    [InlineData("""{"shopperId":"ada","lines":[{"productId":"a"}]}""", 422, "invalid_quantity")]
    [InlineData("""{"shopperId":"ada","lines":[{"productId":"a","quantity":60},{"productId":"a","quantity":60}]}""", 422, "invalid_quantity")]
    [InlineData("""{"lines":[{"productId":"a","quantity":1}]}""", 422, "invalid_shopper_id")]
    [InlineData("""{"shopperId":"a b","lines":[{"productId":"a","quantity":1}]}""", 422, "invalid_shopper_id")]
    public async Task A_wrong_body_is_told(string body, int status, string code) =>
        (await Front.PostAsync("/orders", RunningFront.Json(body))).IsProblem(status, code);

    [Fact]
    public async Task More_lines_than_an_order_may_have_are_told() =>
        (await PlaceAsync(key: null, [.. Enumerable.Repeat(("cup", 1), 21)])).IsProblem(422, "invalid_lines");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0190b6a5-1111-7222-8333-444444444444")]
    public async Task An_unknown_order_is_told(string id)
    {
        (await Front.GetAsync($"/carts/{id}")).IsProblem(404, "unknown_order");
        (await Front.PostAsync($"/carts/{id}/release")).IsProblem(404, "unknown_order");
        (await Front.CallAsync(HttpMethod.Post, $"/carts/{id}/cancel", RunningFront.ShopKey)).IsProblem(404, "unknown_order");
    }

    [Fact]
    public async Task A_product_stays_in_its_family()
    {
        await DefineAsync("cup");
        await DefineAsync("plate", family: null);

        (await Front.DefineAsync(Named("cup"), new { name = "Cup", stock = 10, family = "another" })).IsProblem(409, "family_is_fixed");
        (await Front.DefineAsync(Named("cup"), new { name = "Cup", stock = 5, family = "another" }, reset: true)).IsProblem(409, "family_is_fixed");
        (await Front.DefineAsync(Named("plate"), new { name = "Plate", stock = 10, family = "another" })).IsProblem(409, "family_is_fixed");
        Assert.Equal(Product, (await Front.DefineAsync(Named("cup"), new { name = "Cup", stock = 10 })).Is(200).GetProperty("family").GetString());
    }

    [Fact]
    public async Task What_was_bought_is_stored_and_told_as_parts_of_it()
    {
        await DefineAsync("cup");
        await DefineAsync("plate");
        var placed = await PlaceAsync(key: null, ("cup", 1), ("plate", 1));
        var parts = placed.Json.GetProperty("orders").EnumerateArray().Select(part => part.GetProperty("orderId").GetGuid()).ToArray();
        var stored = new HashSet<Guid>();
        await StoreUntilAsync("both parts", delivery =>
        {
            stored.UnionWith(delivery.Batches.SelectMany(batch => batch.OrderIds));
            return Task.FromResult(stored.IsSupersetOf(parts));
        });

        Assert.True((await FindAsync(placed.OrderId)).Is(200).GetProperty("stored").GetBoolean());
        var cart = await Sandbox.StoredOrders.FindCartAsync(placed.OrderId, CancellationToken.None);
        Assert.Equal(parts, cart!.Parts.Select(part => part.OrderId));
        Assert.Equal(placed.OrderId, (await Front.LookAsync($"/orders/{parts[0]}")).Is(200).GetProperty("cartId").GetGuid());
    }

    // Shorter than an operator may define it.
    private async Task ShortenHoldsAsync(params string[] names)
    {
        foreach (var name in names)
            await Sandbox.ChangeSaleInFamilyAsync(Product, Named(name), ("hold", 1_000));
    }
}

public sealed class FamilyCartInClusterTests(ClusterFront shared) : FamilyCartTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class FamilyCartStandaloneTests(StandaloneFront shared) : FamilyCartTests(shared);
