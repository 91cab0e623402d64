namespace FlashFlow.WebFront.Tests.Limits;

/// <summary>Headers and query parameters that mean one thing, sent twice or misspelt.</summary>
public sealed class SingleParametersTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private const string Order = """{"shopperId":"ada","quantity":1}""";
    private const string Restock = """{"units":1}""";
    private const string Definition = """{"name":"Telephone","stock":10}""";

    public static TheoryData<string, string, string> Calls => new()
    {
        { "POST", "/products/{0}/orders", Order },
        { "GET", "/products/{0}/orders/0190b6a5-1111-7222-8333-444444444444", "" },
        { "GET", "/products", "" },
        { "GET", "/products/{0}", "" },
        { "GET", "/products/{0}/live", "" },
        { "PUT", "/products/{0}", Definition },
        { "POST", "/products/{0}/restock", Restock },
        { "POST", "/products/{0}/pause", "" },
        { "POST", "/products/{0}/close", "" },
        { "DELETE", "/products/{0}", "" },
        { "GET", "/products/{0}/history", "" },
        { "GET", "/products/{0}/audit", "" },
        { "GET", "/products/{0}/events", "" },
        { "GET", "/events", "" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_key_that_is_sent_twice_is_refused_by_every_call(string method, string path, string body)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        foreach (var second in new[] { "k1", "k2" })
            Is(400, "invalid_idempotency_key", await IsUnchangedAsync(() => CallAsync(Front, method, path, body, "Idempotency-Key: k1", $"idempotency-key: {second}")));
    }

    [Theory]
    [InlineData("/buy")]
    [InlineData("/init")]
    public async Task A_key_that_is_sent_twice_is_refused_by_the_demos_calls_too(string path)
    {
        Is(400, "invalid_idempotency_key", await CallAsync(DemoFront, "POST", path, "", "Idempotency-Key: k1", "Idempotency-Key: k1"));
        Is(400, "bad_request", await CallAsync(DemoFront, "POST", path + "?stok=5", ""), "stok");
    }

    [Fact]
    public async Task A_key_that_was_refused_twice_over_is_free()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        await CallAsync(Front, "POST", "/products/{0}/orders", Order, "Idempotency-Key: k1", "Idempotency-Key: k1");

        var first = (await Front.BuyAsync(Product, key: "k1")).IsOrder(202, Product);
        Assert.Equal(first, (await Front.BuyAsync(Product, key: "k1")).IsOrder(200, Product));
        Assert.Equal(1, (await SaleAsync()).Orders);
    }

    [Theory]
    [InlineData("POST", "/products/{0}/restock?epoch=1&epoch=1", Restock, "epoch")]
    [InlineData("POST", "/products/{0}/restock?epoch=1&Epoch=1", Restock, "epoch")]
    [InlineData("POST", "/products/{0}/pause?epoch=1&epoch=2", "", "epoch")]
    [InlineData("DELETE", "/products/{0}?epoch=1&epoch=2", "", "epoch")]
    [InlineData("PUT", "/products/{0}?reset=true&reset=false", Definition, "reset")]
    [InlineData("GET", "/products?limit=5&limit=6", "", "limit")]
    [InlineData("GET", "/products?after=a&after=b", "", "after")]
    [InlineData("POST", "/products/{0}/restock?epoc=3", Restock, "epoc")]
    [InlineData("POST", "/products/{0}/close?e=3", "", "e")]
    [InlineData("PUT", "/products/{0}?rest=true", Definition, "rest")]
    [InlineData("DELETE", "/products/{0}?epock=3", "", "epock")]
    [InlineData("GET", "/products/{0}/audit?epoch=3", "", "epoch")]
    [InlineData("POST", "/products/{0}/orders?quantity=2", Order, "quantity")]
    public async Task A_query_parameter_that_is_sent_twice_or_unknown_where_it_may_matter_is_refused_and_named(string method, string path, string body, string named)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        Is(400, "bad_request", await IsUnchangedAsync(() => CallAsync(Front, method, path, body)), named);
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/products/{0}/events")]
    public async Task An_id_after_which_a_stream_is_to_go_on_is_sent_once(string path)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        Is(400, "bad_request", await CallAsync(Front, "GET", path, "", "Last-Event-ID: r1.1", "last-event-id: r1.1"), "Last-Event-ID");
    }

    [Theory]
    [InlineData("/products?utm_source=mail&utm_source=mail")]
    [InlineData("/products/{0}?from=a&from=b")]
    public async Task A_shoppers_link_may_have_parameters_that_nobody_knows(string path)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        Assert.StartsWith("HTTP/1.1 200", await CallAsync(Front, "GET", path, ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_operator_keys_are_none()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        Is(401, "operator_key_required", await IsUnchangedAsync(() => CallAsync(Front, "POST", "/products/{0}/pause", "", Authorization)));
    }

    [Fact]
    public async Task Two_content_types_are_none()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        Is(415, "not_json", await IsUnchangedAsync(() => CallAsync(Front, "POST", "/products/{0}/orders", Order, "Content-Type: application/json")));
    }

    private static string Authorization => $"Authorization: Bearer {RunningFront.OperatorKey}";

    private async Task<string> IsUnchangedAsync(Func<Task<string>> call)
    {
        var before = await Footprint.OfAsync(Sandbox, Product);
        var answer = await call();
        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
        return answer;
    }

    // As bytes: an HTTP client joins what is sent twice.
    private async Task<string> CallAsync(RunningFront front, string method, string path, string body, params string[] headers)
    {
        using var connection = await RawConnection.OpenAsync(front.Address);
        var call = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Product);
        string[] all = [.. headers, Authorization, "Host: x", "Connection: close", $"Content-Length: {body.Length}", .. body.Length == 0 ? Array.Empty<string>() : ["Content-Type: application/json"]];
        await connection.SendAsync($"{method} {call} HTTP/1.1\r\n{string.Join("\r\n", all)}\r\n\r\n{body}");
        return await connection.ReadToEndAsync();
    }

    private static void Is(int status, string code, string answer, string? named = null)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
        if (named is not null)
            Assert.Matches($"\"detail\":\"[^\"]*(\\\\u0027|'){named}(\\\\u0027|')", answer);
    }
}
