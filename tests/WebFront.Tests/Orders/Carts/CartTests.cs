namespace FlashFlow.WebFront.Tests.Orders.Carts;

/// <summary>Tests of orders of several lines. The products have the test's own name before theirs.</summary>
public abstract class CartTests(SharedFront shared) : HoldTests(shared)
{
    /// <summary>A key that no other test uses: it names an order of its shopper, whatever the products.</summary>
    protected string Key => $"key-of-{Product}";

    /// <summary>A product of the test by its short name.</summary>
    protected string Named(string name) => $"{Product}.{name}";

    /// <summary>Defines a product of the test's family; its unit costs 10.00 euros.</summary>
    protected async Task DefineAsync(
        string name, int? stock = 10, int holdSeconds = LongHold, string? family = "", decimal price = 10, int limit = 0, object? components = null)
    {
        var answer = await Front.DefineAsync(Named(name), new
        {
            name, stock, holdSeconds, price, currency = Euro, limitPerShopper = limit, components,
            family = family is "" ? Product : family is null ? null : Named(family),
        });
        Assert.True(answer.Status is 200 or 201, answer.Text);
    }

    protected Task<HttpAnswer> PlaceAsync(string? key, params (string Name, int Quantity)[] lines) => PlaceForAsync("ada", key, lines);

    protected Task<HttpAnswer> PlaceForAsync(string shopperId, string? key, params (string Name, int Quantity)[] lines) => Front.SendAsync(
        HttpMethod.Post,
        "/orders",
        RunningFront.Json(new { shopperId, lines = lines.Select(line => new { productId = Named(line.Name), quantity = line.Quantity }) }),
        key is null ? [] : [("Idempotency-Key", key)]);

    protected Task<HttpAnswer> FindAsync(Guid cartId) => Front.GetAsync($"/carts/{cartId}");

    protected Task<HttpAnswer> ChangeAsync(Guid cartId, string change, object? body = null) => Front.CallAsync(
        HttpMethod.Post, $"/carts/{cartId}/{change}", RunningFront.ShopKey, body is null ? null : RunningFront.Json(body));

    protected Task<HttpAnswer> PayAsync(Guid cartId, long amount, string paymentRef = "pay-1") => ChangeAsync(cartId, "confirm", Payment(paymentRef, amount));

    /// <summary>Units of a product that are left, held and sold.</summary>
    protected async Task<(long Remaining, long Held, long Sold)> CountsAsync(string name)
    {
        var sale = await Sandbox.Sales.FindAsync(Named(name));
        Assert.True(sale!.IsBalanced);
        return (sale.Remaining, sale.Held, sale.Sold);
    }

    /// <summary>Checks that it is refused because of this product, in this line.</summary>
    protected void IsRefused(HttpAnswer answer, int status, string code, int line, string name)
    {
        answer.IsProblem(status, code);
        Assert.Equal((line, Named(name)), (answer.Json.GetProperty("line").GetInt32(), answer.Json.GetProperty("productId").GetString()));
    }
}
