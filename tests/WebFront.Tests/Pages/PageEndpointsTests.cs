using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FlashFlow.WebFront.Pages;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.WebFront.Tests.Pages;

/// <summary>The shopper's pages as they are sent. What they do is tried in a browser (Browser.Tests).</summary>
public sealed partial class PageEndpointsTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private const int MostKilobytes = 40;

    private static readonly ShopperPages Pages = new(new FrontOptions(), new ShopperTokenOptions());

    [Theory]
    [InlineData("/", "list.js")]
    [InlineData("/p/phone-5", "product.js")]
    public async Task A_page_is_sent_with_what_keeps_it_safe(string path, string script)
    {
        var page = await Front.GetAsync(path);

        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page.ContentType));
        Assert.Contains($"""<script type="module" src="{Pages.Assets}/{script}"></script>""", page.Text, StringComparison.Ordinal);
        Assert.Equal("default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-cache", page.Headers.CacheControl?.ToString());
        Assert.DoesNotContain("{{", page.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<[^>]+ (on[a-z]+|style)=", page.Text);
    }

    [Theory]
    [InlineData("de", "de")]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de")]
    [InlineData("fr,de;q=0.5,en;q=0.6", "en")]
    [InlineData("de;q=0", "en")]
    [InlineData("fr", "en")]
    [InlineData("*", "en")]
    [InlineData(";;;,", "en")]
    [InlineData(null, "en")]
    public async Task The_language_is_the_readers_where_there_is_that_one(string? liked, string language)
    {
        var page = await GetAsync("/", ("Accept-Language", liked));

        Assert.Contains($"<html lang=\"{language}\">", page.Text, StringComparison.Ordinal);
        Assert.Equal(["Accept-Encoding", "Accept-Language"], page.Headers.Vary.Order());
    }

    [Fact]
    public async Task A_browser_that_has_a_page_is_told_so()
    {
        var tag = (await Front.GetAsync("/p/phone-5")).Headers.ETag!.ToString();

        foreach (var known in new[] { tag, $"\"other\", {tag}", "*" })
            Assert.Equal((304, ""), Told(await GetAsync("/p/phone-5", ("If-None-Match", known))));
        foreach (var other in new[] { "\"other\"", "nonsense", "" })
            Assert.Equal(200, (await GetAsync("/p/phone-5", ("If-None-Match", other))).Status);
        Assert.Equal(200, (await GetAsync("/p/phone-5", ("If-None-Match", tag), ("Accept-Language", "de"))).Status);
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip;q=1.0, br;q=0", "gzip")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task It_is_compressed_as_the_browser_can_read_it(string? accepted, string? encoding)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Front.Address, "/"));
        if (accepted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var response = await client.SendAsync(request);

        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        var body = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(encoding switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body });
        Assert.StartsWith("<!doctype html>", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_pages_load_is_kept_for_ever_unless_another_version_named_it()
    {
        var script = await Front.GetAsync($"{Pages.Assets}/product.js");
        Assert.Equal((200, "text/javascript; charset=utf-8"), (script.Status, script.ContentType));
        Assert.Equal("public, max-age=31536000, immutable", script.Headers.CacheControl?.ToString());

        var other = await Front.GetAsync("/assets/0123456789ab/product.js");
        Assert.Equal((script.Text, "no-cache"), (other.Text, other.Headers.CacheControl?.ToString()));
        foreach (var nothing in new[] { "no.js", "list.html", "en.json", "..%2Flist.html" })
            (await Front.GetAsync($"{Pages.Assets}/{nothing}")).IsProblem(404, "not_found");
    }

    [Fact]
    public void All_of_it_is_small() =>
        Assert.InRange(Pages.All.Sum(file => file.SmallestSize), 1, MostKilobytes * 1_024);

    [Fact]
    public void Every_language_has_the_same_texts_with_the_same_gaps()
    {
        var texts = Pages.Languages.ToDictionary(each => each.Language, each => Shape(each.All).Order(StringComparer.Ordinal).ToList());

        Assert.Equal(["de", "en"], texts.Keys.Order());
        Assert.Equal(texts["en"], texts["de"]);
    }

    [Fact]
    public async Task A_page_knows_where_people_pay()
    {
        await using var front = await RunningFront.StartAsync(Sandbox, ("FlashFlow:Front:PaymentPage", "https://shop.example/pay/{orderId}"));

        Assert.Contains("\"payment\":null", (await Front.GetAsync("/p/phone-5")).Text, StringComparison.Ordinal);
        Assert.Contains("\"payment\":\"demo\"", (await DemoFront.GetAsync("/p/phone-5")).Text, StringComparison.Ordinal);
        Assert.Contains("\"payment\":\"https://shop.example/pay/{orderId}\"", (await front.GetAsync("/p/phone-5")).Text, StringComparison.Ordinal);
    }

    private static (int Status, string Text) Told(HttpAnswer answer) => (answer.Status, answer.Text);

    private static IEnumerable<string> Shape(JsonNode node, string name = "") => node is JsonObject group
        ? group.SelectMany(text => Shape(text.Value!, $"{name}.{text.Key}"))
        : [$"{name} {string.Join(' ', Gap().Matches(node.GetValue<string>()).Select(gap => gap.Value).Order(StringComparer.Ordinal))}"];

    private Task<HttpAnswer> GetAsync(string path, params (string Name, string? Value)[] headers) => Front.SendAsync(
        HttpMethod.Get, path, content: null, [.. headers.Where(header => header.Value is not null).Select(header => (header.Name, header.Value!))]);

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Gap();
}
