namespace FlashFlow.WebFront.Tests.Errors;

/// <summary>Requests that cannot be read.</summary>
public sealed class BadInputTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private const string GoodOrder = """{"shopperId":"ada","quantity":1}""";
    private const int MegaByte = 1024 * 1024;

    [Theory]
    [InlineData(""" """)]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"ada\"")]
    [InlineData("[]")]
    [InlineData("""[{"shopperId":"ada","quantity":1}]""")]
    [InlineData("{")]
    [InlineData("""{"shopperId":"ada","quantity":""")]
    [InlineData("""{"shopperId":"ada","quantity":1""")]
    [InlineData("""{"shopperId":"ada","quantity":1}}""")]
    [InlineData("""{"shopperId":"ada","quantity":1}{"shopperId":"ada","quantity":1}""")]
    [InlineData("""{"shopperId":"ada","quantity":1,}""")]
    [InlineData("""{"shopperId":"ada" /* who */,"quantity":1}""")]
    [InlineData("""{shopperId:"ada",quantity:1}""")]
    [InlineData("""{'shopperId':'ada','quantity':1}""")]
    [InlineData("shopperId=ada&quantity=1")]
    [InlineData("<order/>")]
    public async Task A_body_that_is_no_order_in_JSON_is_refused(string body)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(400, "bad_request", () => Front.PlaceAsync(Product, RunningFront.Json(body)));
        await IsRefusedAsync(400, "bad_request", () => Front.PlaceAsync(Product, RunningFront.Json(body), key: "k"));
    }

    [Theory]
    [InlineData("quantity", """{"shopperId":"ada","quantity":1.5}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":1.0}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":1e0}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":"1"}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":"one"}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":10000000000}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":-1e400}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":NaN}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":true}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":null}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":[1]}""")]
    [InlineData("shopperId", """{"shopperId":null,"quantity":1}""")]
    [InlineData("shopperId", """{"shopperId":1,"quantity":1}""")]
    [InlineData("shopperId", """{"shopperId":["ada"],"quantity":1}""")]
    [InlineData("shopperId", """{"shopperId":{"id":"ada"},"quantity":1}""")]
    [InlineData("shopperId", """{"shopperId":"\ud800","quantity":1}""")]
    [InlineData("colour", """{"shopperId":"ada","quantity":1,"colour":"red"}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":1,"quantity":2}""")]
    [InlineData("quantity", """{"shopperId":"ada","quantity":1,"quantity":1}""")]
    [InlineData("shopperId", """{"shopperId":"ada","shopperId":"bob","quantity":1}""")]
    [InlineData("Quantity", """{"shopperId":"ada","quantity":1,"Quantity":2}""")]
    public async Task A_member_of_a_wrong_type_or_name_or_one_that_is_there_twice_is_refused_and_named(string member, string body)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        var answer = await IsRefusedAsync(400, "bad_request", () => Front.PlaceAsync(Product, RunningFront.Json(body)));

        Assert.Contains(member, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_refused()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(400, "bad_request", () => Front.PlaceAsync(
            Product, Content(Encoding.Latin1.GetBytes("""{"shopperId":"é","quantity":1}"""), "application/json")));
    }

    [Fact]
    public async Task A_body_of_nested_arrays_without_end_is_refused()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(400, "bad_request", () => Front.PlaceAsync(
            Product, RunningFront.Json($$"""{"shopperId":{{new string('[', 10_000)}}""")));
    }

    [Fact]
    public async Task A_call_without_a_body_is_told_that_it_needs_one()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        var answer = await IsRefusedAsync(400, "bad_request", () => Front.PlaceAsync(Product, order: null));
        Assert.Equal("The call needs a JSON body.", answer.Json.GetProperty("detail").GetString());

        answer = await IsRefusedAsync(400, "bad_request", () => Front.PlaceAsync(Product, Content([], "application/json")));
        Assert.Equal("The call needs a JSON body.", answer.Json.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/octet-stream")]
    [InlineData("application/jsonx")]
    [InlineData("json")]
    public async Task A_body_of_another_content_type_is_refused(string? contentType)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(415, "not_json", () => Front.PlaceAsync(Product, Content(Encoding.UTF8.GetBytes(GoodOrder), contentType)));
    }

    [Theory]
    [InlineData("application/json; charset=klingon")]
    [InlineData("application/json; charset=\"\"")]
    public async Task A_charset_that_nobody_knows_is_refused(string contentType)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        await IsRefusedAsync(415, "not_json", () => Front.PlaceAsync(Product, Content(Encoding.UTF8.GetBytes(GoodOrder), contentType)));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; charset=UTF-8")]
    [InlineData("application/vnd.shop+json")]
    public async Task Every_spelling_of_JSON_is_taken(string contentType)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        (await Front.PlaceAsync(Product, Content(Encoding.UTF8.GetBytes(GoodOrder), contentType))).IsOrder(202, Product);
    }

    [Theory]
    [InlineData(16 * 1024, false)]
    [InlineData((16 * 1024) - 100, true)] // What separates the chunks counts too.
    public async Task A_body_of_16_KB_is_taken_and_one_byte_more_is_refused(int size, bool isChunked)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);

        (await Front.PlaceAsync(Product, new PaddedOrder(size, isChunked))).IsOrder(202, Product);
        await IsRefusedAsync(413, "body_too_large", () => Front.PlaceAsync(Product, new PaddedOrder((16 * 1024) + 1, isChunked)));
        await IsRefusedAsync(413, "body_too_large", () => Front.PlaceAsync(Product, new PaddedOrder((16 * 1024) + 1, isChunked), key: "k"));
    }

    [Fact]
    public async Task A_shopper_id_of_1_MB_is_refused_unread()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var body = $$"""{"shopperId":"{{new string('a', MegaByte)}}","quantity":1}""";

        await IsRefusedAsync(413, "body_too_large", () => Front.PlaceAsync(Product, new PaddedOrder(body, isChunked: false)));
    }

    [Fact]
    public async Task A_body_in_chunks_that_are_none_is_refused()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var before = await Footprint.OfAsync(Sandbox, Product);

        var answer = await RawAsync(
            $"POST /products/{Product}/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n{GoodOrder}\r\n");

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"bad_request\"", answer, StringComparison.Ordinal);
        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
    }

    // What follows is refused by Kestrel before there is a request to answer, so there is no body with a sentence.
    [Fact]
    public async Task A_product_id_of_1_MB_is_refused_by_the_server()
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var before = await Footprint.OfAsync(Sandbox, Product);

        var answer = await RawAsync($"POST /products/{new string('a', MegaByte)}/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 414 URI Too Long\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
    }

    [Theory]
    [InlineData("Idempotency-Key: a\0b")]
    [InlineData("Idempotency-Key : a")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: many")]
    [InlineData("Idempotency-Key: cl\u00e9")] // As Latin-1; in UTF-8 it arrives, see CheckoutTests.
    public async Task A_request_that_is_no_HTTP_is_refused_by_the_server(string header)
    {
        await Sandbox.StartSaleAsync(Product, stock: 10);
        var before = await Footprint.OfAsync(Sandbox, Product);

        var answer = await RawAsync(
            $"POST /products/{Product}/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{header}\r\n\r\n{GoodOrder}");

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(before, await Footprint.OfAsync(Sandbox, Product));
    }

    private static ByteArrayContent Content(byte[] body, string? contentType)
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    private async Task<string> RawAsync(string request)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(Front.Address.Host, Front.Address.Port);
        var stream = client.GetStream();
        // The server may close the line in the middle of what it will not read; what it answered before stays readable.
        var sending = SendAsync();
        var buffer = new byte[4096];
        var length = await stream.ReadAsync(buffer).AsTask().Within("an answer to a raw request");
        await sending;
        return Encoding.ASCII.GetString(buffer, 0, length);

        async Task SendAsync()
        {
            try
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
            }
            catch (IOException)
            {
                // It was closed.
            }
        }
    }
}
