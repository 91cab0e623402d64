using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests.Operators;

public sealed class OrderPagesTests(RunningShop shop) : OperatorPageTests(shop)
{
    [ChromiumFact]
    public async Task An_order_is_found_by_its_shopper_and_its_life_told()
    {
        await StartAsync(stock: 10, holdSeconds: 300);
        await Shop.BuyAsync(Product, quantity: 2);
        await Shop.Sandbox.AtRestAsync(Product);
        var page = await SignInAsync("/orders", ViewerKey);
        await page.Locator("#product").FillAsync(Product);
        await page.Locator("#shopper").FillAsync("crowd");
        await page.Keyboard.PressAsync("Enter");

        await page.Locator("tbody a").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Order ");
        await Assertions.Expect(page.Locator(".terms")).ToContainTextAsync("999.80 EUR");
        await Assertions.Expect(page.Locator(".history")).ToContainTextAsync("held");
        await IsUsableAsync(page);

        await page.GotoAsync($"{Shop.Console.Address}orders");
        await page.Locator("#order-id").FillAsync("no such order");
        await page.Keyboard.PressAsync("Enter");
        await SaidAsync(page, "No stored order has this id.");
    }

    [ChromiumFact]
    public async Task A_sales_orders_are_taken_away_as_a_file()
    {
        var epoch = await StartAsync(stock: 10);
        await Shop.BuyAsync(Product, quantity: 2);
        await Shop.Sandbox.AtRestAsync(Product);
        var page = await SignInAsync($"/sales/{Product}", ViewerKey);

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("CSV").ClickAsync());

        Assert.Equal($"{Product}-{epoch}.csv", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(3, lines.Length);
        Assert.Contains("crowd", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("#totals,", lines[2], StringComparison.Ordinal);

        await page.GetByText("Go on with a file that broke off").ClickAsync();
        await page.GetByLabel("Last position that you have whole").FillAsync("1");
        await Assertions.Expect(page.Locator("a[download]").First).ToHaveAttributeAsync("href", $"/export/{Product}/{epoch}/csv?after=1");
        await IsUsableAsync(page);
    }
}
