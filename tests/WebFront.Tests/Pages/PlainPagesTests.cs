using System.Text.RegularExpressions;

namespace FlashFlow.WebFront.Tests.Pages;

/// <summary>The pages of browsers without scripts.</summary>
public abstract partial class PlainPagesTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_form_buys_one_unit_and_leads_to_the_order()
    {
        await Sandbox.StartSaleAsync(Product, stock: 2);
        var form = Fields(await Front.GetAsync($"/p/{Product}?plain=1"));

        var bought = await PostAsync(form);
        var again = await PostAsync(form);

        Assert.Equal((303, 303), (bought.Status, again.Status));
        Assert.Equal(bought.Headers.Location, again.Headers.Location);
        var order = await Front.GetAsync(bought.Headers.Location!.OriginalString);
        Assert.Contains("It is yours.", order.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await SaleAsync()).Remaining);
    }

    [Fact]
    public async Task A_refusal_is_told_in_words()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1);
        var (first, second) = (Fields(await Front.GetAsync($"/p/{Product}?plain=1")), Fields(await Front.GetAsync($"/p/{Product}?plain=1")));
        Assert.NotEqual(first["key"], second["key"]);
        await PostAsync(first);

        var refused = await PostAsync(second);

        Assert.Equal(409, refused.Status);
        Assert.Contains("Sold out: somebody else was faster.", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task A_form_of_another_site_buys_nothing(string site)
    {
        await Sandbox.StartSaleAsync(Product, stock: 1);
        var form = Fields(await Front.GetAsync($"/p/{Product}?plain=1"));

        Assert.Equal(400, (await PostAsync(form, ("Sec-Fetch-Site", site))).Status);
        Assert.Equal(1, (await SaleAsync()).Remaining);
        Assert.Equal(303, (await PostAsync(form, ("Sec-Fetch-Site", "same-origin"))).Status);
    }

    [Fact]
    public async Task A_form_that_is_none_buys_nothing()
    {
        await Sandbox.StartSaleAsync(Product, stock: 1);
        foreach (var form in new Dictionary<string, string>[] { [], new() { ["shopper"] = "ada" }, new() { ["key"] = "k" }, new() { ["shopper"] = "<b>", ["key"] = "k" } })
            Assert.Equal(400, (await PostAsync(form)).Status);
        Assert.Equal(400, (await Front.PostAsync($"/p/{Product}", RunningFront.Json("{}"))).Status);
        Assert.Equal(1, (await SaleAsync()).Remaining);
    }

    [Fact]
    public async Task What_there_is_not_is_said()
    {
        Assert.Equal(404, (await Front.GetAsync("/p/ghost?plain=1")).Status);
        Assert.Equal(404, (await Front.GetAsync("/p/GHOST?plain=1")).Status);
        Assert.Equal(404, (await Front.GetAsync($"/p/ghost/orders/{Guid.NewGuid()}")).Status);
        Assert.Equal(404, (await Front.GetAsync("/p/ghost/orders/none")).Status);
        Assert.Equal(404, (await PostAsync("ghost", new() { ["shopper"] = "ada", ["key"] = "k" })).Status);
    }

    [Fact]
    public async Task Names_are_written_as_text()
    {
        await Front.DefineAsync(Product, new { name = "<img src=x onerror=alert(1)>", stock = 1 });

        foreach (var path in new[] { $"/p/{Product}?plain=1", $"/?plain=1&after={Product[..^1]}" })
        {
            var page = await Eventually.SeesAsync(
                $"the product's name at {path}", async () => (await Front.GetAsync(path)).Text, text => text.Contains("onerror", StringComparison.Ordinal));
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        }
    }

    private Task<HttpAnswer> PostAsync(Dictionary<string, string> form, params (string Name, string Value)[] headers) => PostAsync(Product, form, headers);

    private Task<HttpAnswer> PostAsync(string productId, Dictionary<string, string> form, params (string Name, string Value)[] headers) =>
        Front.SendAsync(HttpMethod.Post, $"/p/{productId}", new FormUrlEncodedContent(form), headers);

    private static Dictionary<string, string> Fields(HttpAnswer page)
    {
        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page.ContentType));
        return Field().Matches(page.Text).ToDictionary(field => field.Groups["name"].Value, field => field.Groups["value"].Value);
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>\w+)" value="(?<value>[^"]*)">""")]
    private static partial Regex Field();
}

public sealed class PlainPagesInClusterTests(ClusterFront shared) : PlainPagesTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class PlainPagesStandaloneTests(StandaloneFront shared) : PlainPagesTests(shared);
