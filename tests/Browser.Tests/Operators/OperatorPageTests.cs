using FlashFlow.Testing;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests.Operators;

/// <summary>Operators with real browsers before the real engine.</summary>
public abstract class OperatorPageTests(RunningShop shop) : ShopperPageTests(shop)
{
    protected const string OperatorKey = "demo-operator-key";
    protected const string ViewerKey = "demo-viewer-key";
    protected const string ShopKey = "demo-shop-key";

    /// <summary>A page of somebody who has signed in.</summary>
    protected async Task<IPage> SignInAsync(string path, string key = OperatorKey, int width = 1_200)
    {
        var device = await DeviceAsync(options => options.ViewportSize = new() { Width = width, Height = 900 });
        var page = await device.OpenAsync(new(Shop.Console.Address, path));
        await page.GetByLabel("Your key").FillAsync(key);
        await page.Keyboard.PressAsync("Enter");
        return page;
    }

    /// <summary>Fluent UI's buttons tell their role to a browser, and not to its document.</summary>
    protected static ILocator Button(IPage page, string words) => page.Locator("button, fluent-button").Filter(new() { HasText = words });

    /// <summary>Waits until the page says this of what was done.</summary>
    protected static Task SaidAsync(IPage page, string words) => Assertions.Expect(page.Locator(".notices")).ToContainTextAsync(words);

    /// <summary>Waits for a figure of the sale, such as <c>left</c>.</summary>
    protected static Task FigureAsync(IPage page, string name, string value) => Assertions.Expect(
        page.Locator(".figures div").Filter(new() { Has = page.GetByText(name, new() { Exact = true }) }).Locator("dd").First).ToHaveTextAsync(value);

    /// <summary>No rule of axe is broken, and nothing is wider than the page.</summary>
    protected static async Task IsUsableAsync(IPage page)
    {
        await IsAccessibleAsync(page);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }
}
