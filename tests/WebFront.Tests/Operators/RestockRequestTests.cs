namespace FlashFlow.WebFront.Tests.Operators;

/// <summary>Bodies of a restock.</summary>
public sealed class RestockRequestTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Theory]
    [InlineData("""{"units":0}""")]
    [InlineData("""{"units":-1}""")]
    [InlineData("""{"units":1000000001}""")]
    [InlineData("{}")]
    public async Task Units_out_of_range_are_refused(string body)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(422, "invalid_quantity", () => PostAsync(body));
        await IsRefusedAsync(422, "invalid_quantity", () => PostAsync(body, key: "truck"));
    }

    [Theory]
    [InlineData("""{"units":1.5}""")]
    [InlineData("""{"units":"1"}""")]
    [InlineData("""{"units":null}""")]
    [InlineData("""{"units":10000000000}""")]
    [InlineData("""{"units":1,"units":1}""")]
    [InlineData("""{"units":1,"why":"because"}""")]
    [InlineData("""{"units":1""")]
    [InlineData("1")]
    public async Task A_body_that_cannot_be_read_is_refused(string body)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(400, "bad_request", () => PostAsync(body));
    }

    [Fact]
    public async Task No_body_is_refused()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(400, "bad_request", () => Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/restock"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("ключ")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(400, "invalid_idempotency_key", () => PostAsync("""{"units":1}""", key));
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_refused()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(400, "invalid_idempotency_key", () => PostAsync("""{"units":1}""", new string('k', 10_000)));
    }

    private Task<HttpAnswer> PostAsync(string body, string? key = null) =>
        Front.OperateAsync(HttpMethod.Post, $"/products/{Product}/restock", RunningFront.Json(body), key);
}
