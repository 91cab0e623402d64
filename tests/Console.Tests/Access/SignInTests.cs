using System.Net;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Console.Tests.Access;

public sealed class SignInTests : IAsyncLifetime
{
    private const string Cookie = "flashflow-console";

    private ScriptedFront? front;
    private RunningConsole? console;

    public async Task InitializeAsync()
    {
        front = await ScriptedFront.StartAsync();
        console = await RunningConsole.StartAsync(front.Address);
    }

    public async Task DisposeAsync()
    {
        await console!.DisposeAsync();
        await front!.DisposeAsync();
    }

    [Theory]
    [InlineData(ScriptedFront.OperatorKey)]
    [InlineData(ScriptedFront.ViewerKey)]
    public async Task Who_may_look_gets_in_with_a_cookie_that_no_script_reads_and_no_other_site_sends(string key)
    {
        using var browser = Open();

        var answer = await browser.SignInAsync(key);

        LeadsTo("/", answer);
        var set = browser.SetCookies[Cookie];
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", set, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost", false)]
    [InlineData("[::1]", false)]
    [InlineData("console.example.org", true)]
    [InlineData("10.0.0.7", true)]
    public async Task Cookies_travel_by_TLS_alone_unless_the_browser_is_on_its_own_machine(string host, bool isSecure)
    {
        using var browser = new Browser(console!.Address) { Host = host };

        await browser.SignInAsync(ScriptedFront.OperatorKey);

        Assert.Equal(2, browser.SetCookies.Count);
        Assert.All(browser.SetCookies.Values, set => Assert.Equal(isSecure, set.Contains("secure", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task The_key_is_in_no_cookie_and_on_no_page()
    {
        using var browser = Open();

        var answer = await browser.SignInAsync(ScriptedFront.OperatorKey);
        var page = await (await browser.GetAsync("/")).Content.ReadAsStringAsync();

        Assert.DoesNotContain(ScriptedFront.OperatorKey, $"{answer.Headers} {page}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody-has-this-key", "WrongKey")]
    [InlineData("", "WrongKey")]
    [InlineData("a key\u00e9 that no header takes", "WrongKey")]
    [InlineData(ScriptedFront.ShopKey, "ShopKey")]
    public async Task Who_may_not_look_is_told_why_and_gets_no_cookie(string key, string because)
    {
        using var browser = Open();

        var answer = await browser.SignInAsync(key, to: "/orders");

        LeadsTo($"/sign-in?because={because}&to=%2Forders", answer);
        Assert.DoesNotContain(Cookie, browser.Cookies.Keys);
        Assert.Contains("role=\"alert\"", await (await browser.GetAsync(answer.Headers.Location!.OriginalString)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_front_nobody_gets_in()
    {
        await using var alone = await RunningConsole.StartAsync($"http://127.0.0.1:{FreePort.Find()}");
        using var browser = new Browser(alone.Address);

        LeadsTo("/sign-in?because=NoFront", await browser.SignInAsync(ScriptedFront.OperatorKey));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var browser = Open();

        var answer = await browser.SendAsync(HttpMethod.Post, "/session", new FormUrlEncodedContent([KeyValuePair.Create("key", ScriptedFront.OperatorKey)]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(browser.Cookies);
        Assert.Empty(front!.Calls);
    }

    [Theory]
    [InlineData("/orders?x=1", "/orders?x=1")]
    [InlineData("//elsewhere.example.org", "/")]
    [InlineData("/\\elsewhere.example.org", "/")]
    [InlineData("https://elsewhere.example.org", "/")]
    public async Task One_goes_on_to_a_page_here_and_nowhere_else(string to, string expected)
    {
        using var browser = Open();

        LeadsTo(expected, await browser.SignInAsync(ScriptedFront.ViewerKey, to));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sales/phone-5")]
    [InlineData("/start")]
    [InlineData("/trouble")]
    [InlineData("/orders")]
    [InlineData("/export/phone-5/1/csv")]
    public async Task Who_has_not_signed_in_sees_no_page(string path)
    {
        using var browser = Open();

        var answer = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith($"{console!.Address}sign-in?to=", answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Empty(front!.Calls);
    }

    [Fact]
    public async Task A_circuit_is_not_opened_for_who_has_not_signed_in()
    {
        using var browser = Open();

        var answer = await browser.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_a_copy_of_the_cookie_too()
    {
        using var browser = Open();
        await browser.SignInAsync(ScriptedFront.OperatorKey);
        var copy = browser.Cookies[Cookie];
        var form = await (await browser.GetAsync("/sign-in")).Content.ReadAsStringAsync();

        var answer = await browser.SendFormAsync("/session/end", form);

        LeadsTo("/sign-in", answer);
        Assert.DoesNotContain(Cookie, browser.Cookies.Keys);
        browser.Cookies[Cookie] = copy;
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Who_tries_too_many_keys_has_to_wait()
    {
        using var browser = Open();
        var page = await (await browser.GetAsync("/sign-in")).Content.ReadAsStringAsync();
        for (var i = 0; i < 20; i++)
            LeadsTo("/sign-in?because=WrongKey", await browser.SendFormAsync("/session", page, ("key", $"guess-{i}")));

        LeadsTo("/sign-in?because=TooMany", await browser.SendFormAsync("/session", page, ("key", ScriptedFront.OperatorKey)));
    }

    private Browser Open() => new(console!.Address);

    private static void LeadsTo(string address, HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(address, answer.Headers.Location?.OriginalString);
    }
}
