using StackExchange.Redis;

namespace FlashFlow.WebFront.Tests;

public abstract class FrontTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Theory]
    [InlineData("PUT", "/nothing")]
    [InlineData("GET", "/nothing/here")]
    [InlineData("POST", "/products/phone/orders/0190b6a5-1111-7222-8333-444444444444/return")]
    [InlineData("POST", "/init")]
    [InlineData("POST", "/buy")]
    [InlineData("GET", "/health")]
    [InlineData("GET", "/openapi/v2.json")]
    public async Task An_address_where_nothing_is_is_told(string method, string path) =>
        (await Front.SendAsync(new(method), path)).IsProblem(404, "not_found");

    [Theory]
    [InlineData("PUT", "/products/phone/orders")]
    [InlineData("DELETE", "/products/phone/orders/0190b6a5-1111-7222-8333-444444444444")]
    [InlineData("POST", "/products")]
    [InlineData("PATCH", "/products/phone")]
    [InlineData("POST", "/products/phone")]
    [InlineData("GET", "/products/phone/restock")]
    [InlineData("GET", "/products/phone/pause")]
    [InlineData("PUT", "/products/phone/resume")]
    [InlineData("DELETE", "/products/phone/close")]
    [InlineData("POST", "/products/phone/audit")]
    public async Task A_method_that_an_address_does_not_answer_is_told(string method, string path) =>
        (await Front.SendAsync(new(method), path)).IsProblem(405, "method_not_allowed");

    [Fact]
    public async Task What_nobody_foresaw_is_a_problem_with_a_code_too()
    {
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        using (var redis = ConnectionMultiplexer.Connect($"{RealServices.Redis},abortConnect=false"))
            await redis.GetDatabase().HashSetAsync($"{Sandbox.Settings["FlashFlow:Redis:Prefix"]}:{{{Product}}}:sale", "state", "upside down");

        var answer = await Front.GetAsync($"/products/{Product}");

        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Open);
        answer.IsProblem(500, "internal_error");
    }

    [Fact]
    public async Task The_front_lives()
    {
        var answer = await Front.GetAsync("/health/live");

        Assert.Equal((200, "application/json", """{"status":"Healthy","checks":{}}"""), (answer.Status, answer.ContentType, answer.Text));
    }

    [Fact]
    public async Task The_front_is_ready_when_all_three_services_answer()
    {
        // In a corner of its own: elsewhere rows are stored that no ledger knows of, and then a sale is suspended.
        await using var corner = await CreateCornerAsync();
        await using var guard = await EngineProcess.StartGuardAsync(corner);
        await using var front = await RunningFront.StartAsync(corner);
        var answer = await front.GetAsync("/health/ready");

        Assert.Equal((200, "application/json"), (answer.Status, answer.ContentType));
        string[] services = ["leaving", IsClustered ? "cluster" : "sales", "redis", "rabbitmq", "postgres", "access-keys", "warm"];
        Assert.Equal("Healthy", answer.Json.GetProperty("status").GetString());
        var checks = answer.Json.GetProperty("checks").EnumerateObject().ToList();
        Assert.Equal(services, checks.Select(check => check.Name));
        Assert.All(checks, check => Assert.Equal("""{"status":"Healthy"}""", check.Value.GetRawText()));
    }

    [Fact]
    public async Task The_OpenAPI_document_lists_every_call_of_shoppers_operators_and_the_demo()
    {
        var document = (await DemoFront.GetAsync("/openapi/v1.json")).Json;

        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            [
                "delete /products/{productId}",
                "delete /products/{productId}/room",
                "delete /webhooks/{name}",
                "get /access",
                "get /carts/{cartId}",
                "get /dead-letters",
                "get /dead-letters/{id}",
                "get /events",
                "get /orders/{orderId}",
                "get /products",
                "get /products/{productId}",
                "get /products/{productId}/activity",
                "get /products/{productId}/audit",
                "get /products/{productId}/events",
                "get /products/{productId}/history",
                "get /products/{productId}/live",
                "get /products/{productId}/orders",
                "get /products/{productId}/orders/{orderId}",
                "get /products/{productId}/rebuild",
                "get /products/{productId}/room",
                "get /products/{productId}/room/proof",
                "get /products/{productId}/room/proof/leaves",
                "get /products/{productId}/sale",
                "get /products/{productId}/sales",
                "get /products/{productId}/sales/{epoch}/orders.csv",
                "get /products/{productId}/sales/{epoch}/orders.jsonl",
                "get /sales",
                "get /webhooks",
                "get /webhooks/{name}",
                "post /buy",
                "post /carts/{cartId}/cancel",
                "post /carts/{cartId}/confirm",
                "post /carts/{cartId}/extend",
                "post /carts/{cartId}/release",
                "post /dead-letters/{id}/discard",
                "post /dead-letters/{id}/replay",
                "post /demo/payments",
                "post /demo/products/{productId}/orders/{orderId}/extend",
                "post /demo/products/{productId}/orders/{orderId}/pay",
                "post /init",
                "post /orders",
                "post /products/{productId}/close",
                "post /products/{productId}/orders",
                "post /products/{productId}/orders/{orderId}/cancel",
                "post /products/{productId}/orders/{orderId}/confirm",
                "post /products/{productId}/orders/{orderId}/extend",
                "post /products/{productId}/orders/{orderId}/release",
                "post /products/{productId}/pause",
                "post /products/{productId}/rebuild",
                "post /products/{productId}/restock",
                "post /products/{productId}/resume",
                "post /products/{productId}/room",
                "post /products/{productId}/room/leave",
                "post /products/{productId}/room/rate",
                "post /products/{productId}/room/standby",
                "post /webhooks/stripe",
                "post /webhooks/{name}/pause",
                "post /webhooks/{name}/replay",
                "post /webhooks/{name}/resume",
                "post /webhooks/{name}/test",
                "put /products/{productId}",
                "put /webhooks/{name}",
            ],
            Calls(document));
    }

    [Fact]
    public async Task The_OpenAPI_document_tells_what_a_buy_takes_and_answers()
    {
        var document = (await Front.GetAsync("/openapi/v1.json")).Json;

        var buy = document.GetProperty("paths").GetProperty("/products/{productId}/orders").GetProperty("post");
        Assert.Equal(
            ["200", "202", "400", "401", "403", "404", "408", "409", "413", "415", "422", "429", "500", "503"],
            buy.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order());
        Assert.Equal(
            ["header Idempotency-Key", "path productId"],
            buy.GetProperty("parameters").EnumerateArray()
                .Select(parameter => $"{parameter.GetProperty("in")} {parameter.GetProperty("name")}").Order());
        var order = document.GetProperty("components").GetProperty("schemas").GetProperty("OrderRequest");
        Assert.Equal(["pass", "quantity", "shopperId"], order.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order());
        Assert.Equal(["quantity"], order.GetProperty("required").EnumerateArray().Select(name => name.GetString()).Order());
    }

    [Fact]
    public async Task The_OpenAPI_document_outside_demo_mode_does_not_list_the_demos_calls()
    {
        var calls = Calls((await Front.GetAsync("/openapi/v1.json")).Json);

        Assert.DoesNotContain("post /buy", calls);
        Assert.DoesNotContain("post /init", calls);
    }

    private static IEnumerable<string> Calls(JsonElement document) => document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(call => $"{call.Name} {path.Name}"))
        .Order(StringComparer.Ordinal);
}

public sealed class FrontInClusterTests(ClusterFront shared) : FrontTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class FrontStandaloneTests(StandaloneFront shared) : FrontTests(shared);
