namespace FlashFlow.WebFront.Tests.Orders.Carts;

/// <summary>Products that are made of others.</summary>
public abstract class BundleTests(SharedFront shared) : CartTests(shared)
{
    [Fact]
    public async Task A_bundle_takes_what_it_is_made_of_and_its_price_is_split_without_a_rest()
    {
        await DefineSetAsync(price: 99.99m);

        var placed = await PlaceAsync(key: null, ("set", 1), ("cup", 1));

        var order = placed.Is(202);
        Assert.Equal(9_999 + 1_000, order.GetProperty("amount").GetInt64());
        Assert.Equal((7, 3, 0), await CountsAsync("cup"));
        Assert.Equal((9, 1, 0), await CountsAsync("plate"));
        // Two cups for 10.00 and a plate for 5.00 share 99.99: 79.992 and 19.998.
        Assert.Equal([7_999 + 1_000, 2_000], order.GetProperty("orders").EnumerateArray().Select(part => part.GetProperty("amount").GetInt32()));
        (await PayAsync(placed.OrderId, 10_999)).Is(200);
        Assert.Equal((7, 0, 3), await CountsAsync("cup"));
    }

    [Fact]
    public async Task A_bundle_is_bought_asked_for_and_paid_like_any_product()
    {
        await DefineSetAsync();
        var bundle = Named("set");

        var placed = await Front.BuyAsync(bundle, quantity: 2, key: "k-1");

        Assert.Equal(("held", 10_000), (placed.Is(202).GetProperty("status").GetString(), placed.Json.GetProperty("amount").GetInt32()));
        Assert.Equal($"/products/{bundle}/orders/{placed.OrderId}", placed.Headers.Location?.OriginalString);
        Assert.Equal(placed.OrderId, (await Front.BuyAsync(bundle, quantity: 2, key: "k-1")).OrderId);
        (await Front.BuyAsync(bundle, quantity: 3, key: "k-1")).IsProblem(422, "idempotency_key_reused");
        var found = (await Front.FindAsync(bundle, placed.OrderId)).Is(200);
        Assert.Equal(("held", 2), (found.GetProperty("status").GetString(), found.GetProperty("quantity").GetInt32()));
        (await Front.ChangeAsync(bundle, placed.OrderId, "extend")).IsProblem(409, "hold_limit_reached");
        Assert.Equal("confirmed", (await Front.ChangeAsync(bundle, placed.OrderId, "confirm", Payment(amount: 10_000))).Is(200).GetProperty("status").GetString());
        (await Front.ChangeAsync(bundle, placed.OrderId, "cancel", new { quantity = 1 })).IsProblem(422, "invalid_quantity");
        Assert.Equal("cancelled", (await Front.ChangeAsync(bundle, placed.OrderId, "cancel")).Is(200).GetProperty("status").GetString());
        Assert.Equal((10, 10), ((await CountsAsync("cup")).Remaining, (await CountsAsync("plate")).Remaining));
        (await Front.ChangeAsync(Named("cup"), placed.OrderId, "cancel")).IsProblem(404, "unknown_order");
    }

    [Fact]
    public async Task There_are_as_many_bundles_as_what_they_are_made_of_allows()
    {
        await DefineSetAsync(cups: 5, plates: 4);

        var shown = (await Front.GetAsync($"/products/{Named("set")}")).Is(200);
        Assert.Equal((2, "open"), (shown.GetProperty("remaining").GetInt32(), shown.GetProperty("state").GetString()));
        Assert.Equal(2, shown.GetProperty("components").GetProperty(Named("cup")).GetInt32());
        (await Front.BuyAsync(Named("set"), quantity: 2)).Is(202);

        Assert.Equal("sold_out", (await Front.GetAsync($"/products/{Named("set")}")).Is(200).GetProperty("state").GetString());
        (await Front.BuyAsync(Named("set"))).IsProblem(409, "sold_out");
        IsRefused(await PlaceAsync(key: null, ("set", 1)), 409, "sold_out", line: 0, "cup");
        Assert.Equal((1, 4, 0), await CountsAsync("cup"));
    }

    [Fact]
    public async Task Variants_share_the_stock_of_what_they_are_made_of()
    {
        await DefineAsync("seat", stock: 2);
        await DefineAsync("adult", stock: null, holdSeconds: 0, price: 50, components: Components(("seat", 1)));
        await DefineAsync("child", stock: null, holdSeconds: 0, price: 20, components: Components(("seat", 1)));

        Assert.Equal(7_000, (await PlaceAsync(key: null, ("adult", 1), ("child", 1))).Is(202).GetProperty("amount").GetInt32());
        (await Front.BuyAsync(Named("child"))).IsProblem(409, "sold_out");
        Assert.Equal((0, 2, 0), await CountsAsync("seat"));
    }

    [Fact]
    public async Task A_bundle_that_is_paused_is_not_sold_and_what_it_is_made_of_is()
    {
        await DefineSetAsync();
        (await Front.OperateAsync(HttpMethod.Post, $"/products/{Named("set")}/pause")).Is(200);

        (await Front.BuyAsync(Named("set"))).IsProblem(409, "paused");
        IsRefused(await PlaceAsync(key: null, ("cup", 1), ("set", 1)), 409, "paused", line: 1, "set");
        (await Front.BuyAsync(Named("cup"))).Is(202);
    }

    [Fact]
    public async Task What_no_bundle_can_be_is_told()
    {
        await DefineAsync("cup");
        await DefineAsync("lonely", family: null);
        await DefineAsync("elsewhere", family: "other");
        await DefineAsync("set", stock: null, holdSeconds: 0, components: Components(("cup", 1)));

        await IsBadAsync("components", new { name = "n", family = Product, components = new { } });
        await IsBadAsync("components", new { name = "n", family = Product, components = Components(("nothing", 1)) });
        await IsBadAsync("components", new { name = "n", family = Product, components = Components(("lonely", 1)) });
        await IsBadAsync("components", new { name = "n", family = Product, components = Components(("elsewhere", 1)) });
        await IsBadAsync("components", new { name = "n", family = Product, components = Components(("set", 1)) });
        await IsBadAsync("components", new { name = "n", family = Product, components = Components(("bad", 1)) });
        await IsBadAsync("components", new { name = "n", components = Components(("cup", 1)) });
        await IsBadAsync("units of a component", new { name = "n", family = Product, components = Components(("cup", 0)) });
        await IsBadAsync("stock", new { name = "n", stock = 5, family = Product, components = Components(("cup", 1)) });
        await IsBadAsync("limitPerShopper", new { name = "n", limitPerShopper = 1, family = Product, components = Components(("cup", 1)) });
        await IsBadAsync("holdSeconds", new { name = "n", holdSeconds = 60, family = Product, components = Components(("cup", 1)) });
        await IsBadAsync("family", new { name = "n", stock = 1, family = "A B" });
        await IsBadAsync("family", new { name = "n", stock = 1, family = "" });
    }

    [Fact]
    public async Task A_bundle_has_no_units_of_its_own_to_be_added_to()
    {
        await DefineSetAsync();

        (await Front.RestockAsync(Named("set"), new { units = 5 })).IsProblem(422, "invalid_quantity");
        (await Front.RestockAsync(Named("cup"), new { units = 5 })).Is(200);
    }

    private async Task IsBadAsync(string said, object sale)
    {
        var answer = await Front.DefineAsync(Named("bad"), sale);
        answer.IsProblem(422, "invalid_sale");
        Assert.Contains(said, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private Dictionary<string, int> Components(params (string Name, int Units)[] of) => of.ToDictionary(part => Named(part.Name), part => part.Units);

    private async Task DefineSetAsync(int cups = 10, int plates = 10, decimal price = 50)
    {
        await DefineAsync("cup", stock: cups);
        await DefineAsync("plate", stock: plates, price: 5);
        await DefineAsync("set", stock: null, holdSeconds: 0, price: price, components: Components(("cup", 2), ("plate", 1)));
    }
}

public sealed class BundleInClusterTests(ClusterFront shared) : BundleTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class BundleStandaloneTests(StandaloneFront shared) : BundleTests(shared);
