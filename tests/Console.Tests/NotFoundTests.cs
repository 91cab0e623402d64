using System.Net;

namespace FlashFlow.Console.Tests;

public sealed class NotFoundTests
{
    [Theory]
    [InlineData("/nowhere", "text/html,*/*", true)]
    [InlineData("/sales", "text/html", true)]
    [InlineData("/nowhere", "*/*", false)]
    [InlineData("/export/phone-5/7/xml", "text/html", false)]
    public async Task Who_types_a_wrong_address_gets_a_page_that_says_so(string path, string accept, bool isPage)
    {
        await using var front = await ScriptedFront.StartAsync();
        await using var console = await RunningConsole.StartAsync(front.Address);
        using var browser = new Browser(console.Address) { Accept = accept };
        await browser.SignInAsync(ScriptedFront.ViewerKey);

        var answer = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(isPage, (await answer.Content.ReadAsStringAsync()).Contains("<html", StringComparison.Ordinal));
    }
}
