namespace FlashFlow.Console.Tests;

public sealed class PageHeadersTests
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/")]
    [InlineData("/console.css")]
    public async Task A_browser_is_told_to_load_nothing_from_elsewhere_and_to_frame_no_page(string path)
    {
        await using var front = await ScriptedFront.StartAsync();
        await using var console = await RunningConsole.StartAsync(front.Address);
        using var browser = new Browser(console.Address);
        await browser.SignInAsync(ScriptedFront.ViewerKey);

        var answer = await browser.GetAsync(path);

        Assert.True(answer.IsSuccessStatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }
}
