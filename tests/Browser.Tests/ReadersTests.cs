using FlashFlow.Testing;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests;

/// <summary>The page for whoever reads it: in their language, by keyboard alone, in the dark, on a narrow telephone, without scripts; and names are names.</summary>
public sealed class ReadersTests(RunningShop shop) : ShopperPageTests(shop)
{
    private const int MostTabs = 20;

    [ChromiumFact]
    public async Task Whoever_reads_German_is_spoken_to_in_German()
    {
        await StartAsync(stock: 5, holdSeconds: 60);
        var page = await OpenAsync(options => options.Locale = "de-DE");

        await StateAsync(page, "Im Verkauf");
        await Assertions.Expect(page.Locator("#price")).ToHaveTextAsync("je 499,90 €");
        Assert.Equal("de", await page.Locator("html").GetAttributeAsync("lang"));
        await BuyAsync(page);
        await SaysAsync(page, "1 Stück wird für Sie gehalten.");
        await IsAccessibleAsync(page);
    }

    [ChromiumFact]
    public async Task The_keyboard_alone_buys_and_pays()
    {
        await StartAsync(stock: 5, holdSeconds: 60);
        var page = await OpenAsync();
        await StateAsync(page, "On sale");

        await TabToAsync(page, "buy-button");
        await page.Keyboard.PressAsync("Enter");
        await SaysAsync(page, "1 unit is held for you.");
        await Assertions.Expect(page.Locator("#purchase-heading")).ToBeFocusedAsync();
        await TabToAsync(page, "pay");
        await page.Keyboard.PressAsync("Enter");
        await SaysAsync(page, "It is yours.");
        await TabToAsync(page, "another");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("#buy-button")).ToBeFocusedAsync();
    }

    [ChromiumFact]
    public async Task It_can_be_read_in_the_dark_and_on_a_telephone_of_320_pixels()
    {
        await StartAsync(stock: 5, holdSeconds: 60);
        var page = await OpenAsync(options =>
        {
            options.ColorScheme = ColorScheme.Dark;
            options.ViewportSize = new() { Width = 320, Height = 640 };
        });
        await IsAccessibleAsync(page);
        await BuyAsync(page);
        await SaysAsync(page, "1 unit is held for you.");

        await IsAccessibleAsync(page);
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [ChromiumFact]
    public async Task Without_scripts_a_form_buys_one_unit_once()
    {
        await StartAsync(stock: 5, holdSeconds: 60);
        var device = await DeviceAsync(options => options.JavaScriptEnabled = false);
        var page = await device.OpenAsync(new(Shop.Address, $"/p/{Product}"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on without" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("5 units left");

        await page.GetByRole(AriaRole.Button, new() { Name = "Buy one unit" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("1 unit is held for you.");
        await Assertions.Expect(page.Locator("main code")).ToHaveTextAsync(Number);
        await page.ReloadAsync();
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy one unit" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("1 unit is held for you.");

        Assert.Equal(1, (await SaleAsync()).Orders);
    }

    [ChromiumFact]
    public async Task Markup_in_a_name_is_shown_as_text()
    {
        const string name = "<img src=x onerror=\"document.title='taken'\"> & <b>bold</b>";
        await StartAsync(stock: 5, holdSeconds: 60, definition => definition with { Name = name });
        var device = await DeviceAsync();
        var page = await OpenAsync(device);

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(name);
        await BuyAsync(page);
        await Assertions.Expect(page.Locator("#orders li")).ToContainTextAsync(name);
        var list = await device.OpenAsync(Shop.Address);
        await Assertions.Expect(list.Locator($"li[data-product={Product}] a")).ToHaveTextAsync(name);
        var plain = await device.OpenAsync(new(Shop.Address, $"/p/{Product}?plain=1"));
        await Assertions.Expect(plain.Locator("h1")).ToHaveTextAsync(name);
        foreach (var shown in new[] { page, list, plain })
            Assert.Equal(0, await shown.Locator("img, b").CountAsync());
    }

    private static async Task TabToAsync(IPage page, string id)
    {
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            if (await page.EvaluateAsync<string>("document.activeElement.id") == id)
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"After {MostTabs} tabs the keyboard is not at #{id}.");
    }
}
