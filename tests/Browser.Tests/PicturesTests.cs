using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests;

/// <summary>The pictures of the shopper's page.</summary>
public sealed partial class PicturesTests(RunningShop shop) : ShopperPageTests(shop)
{
    [ChromiumFact]
    public async Task Pictures_of_the_shoppers_page_show_it_as_it_is()
    {
        var epoch = await StartAsync(stock: 100, holdSeconds: 300, definition => definition with { Name = "Aurora Phone 5", LimitPerShopper = 2 });
        var page = await OpenAsync(options => options.DeviceScaleFactor = 2);
        for (var shopper = 0; shopper < 3; shopper++)
            await BuyAsync(await OpenAsync());
        await Assertions.Expect(page.Locator("#remaining")).ToHaveTextAsync("97 units left");
        await TakeAsync(page, "on-sale");

        await BuyAsync(page);
        await SaysAsync(page, "1 unit is held for you.");
        await Assertions.Expect(page.Locator("#remaining")).ToHaveTextAsync("96 units left");
        await TakeAsync(page, "held");

        var late = await OpenAsync(options => options.DeviceScaleFactor = 2);
        await Shop.Sandbox.Office.DefineAsync((await SaleAsync()).Definition with { LimitPerShopper = 0 }, "tests");
        await Shop.BuyAsync(Product, quantity: 96);
        await Assertions.Expect(late.Locator("#held")).ToContainTextAsync("100 units are held by people who are paying; the next deadline is in");
        await TakeAsync(late, "sold-out");
        Assert.Equal(epoch, (await SaleAsync()).Epoch);
    }

    [ChromiumFact]
    public async Task A_picture_of_the_line_shows_it_as_it_is()
    {
        await StartAsync(stock: 100, holdSeconds: 300, definition => definition with
        {
            Name = "Aurora Phone 5", Room = new() { StartsAt = DateTimeOffset.UtcNow.AddSeconds(-5), PerMinute = 0, PassSeconds = 120, Ahead = 1 },
        });
        await Shop.JoinAsync(Product, [.. Enumerable.Range(1, 41).Select(number => $"shopper-{number}")]);
        var page = await OpenAsync(options => options.DeviceScaleFactor = 2);
        await page.Locator("#join").ClickAsync();
        await Assertions.Expect(page.Locator("#place")).ToHaveTextAsync("Place 42");
        await Assertions.Expect(page.Locator("#wait")).ToContainTextAsync("41 people stand before you.");
        await TakeAsync(page, "line");
    }

    private static async Task TakeAsync(IPage page, string name)
    {
        var shown = Changing().Replace(await page.Locator("body").AriaSnapshotAsync(), "...");
        await Picture.TakeAsync(page, name, $"style {Picture.HashOf("src/WebFront/wwwroot/style.css")}\n{shown}");
    }

    // Times, ids, and what a screen reader was told last.
    [GeneratedRegex(@"\d+ \w+ \d{4}, \d+:\d\d|\d+:\d\d(:\d\d)?|[0-9a-f]{8}-[0-9a-f-]{27}|product-\d+|(?<=- status: ).*")]
    private static partial Regex Changing();
}
