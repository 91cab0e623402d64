using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using FlashFlow.Core.Sales;
using FlashFlow.Testing;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests;

/// <summary>Shoppers with real browsers before the real engine. Each test has a product of its own.</summary>
[Collection(RunningShop.Name)]
public abstract class ShopperPageTests(RunningShop shop) : IAsyncLifetime
{
    private static int products;

    private readonly List<Device> devices = [];

    protected string Product { get; } = $"product-{Interlocked.Increment(ref products)}";

    protected RunningShop Shop => shop;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Whatever a test did: no script failed, and nothing had to be stopped by the content security policy.</summary>
    public async Task DisposeAsync()
    {
        var complaints = devices.SelectMany(device => device.Complaints).ToList();
        foreach (var device in devices)
            await device.DisposeAsync();
        Assert.Empty(complaints);
    }

    protected Task<long> StartAsync(int stock, int holdSeconds = 0, Func<SaleDefinition, SaleDefinition>? adapt = null)
    {
        var definition = new SaleDefinition
        {
            ProductId = Product,
            Name = "Phone 5",
            Price = 499.90m,
            Currency = Currency.Find("EUR"),
            Stock = stock,
            HoldSeconds = holdSeconds,
            HoldMaxSeconds = holdSeconds,
        };
        return shop.StartSaleAsync(adapt?.Invoke(definition) ?? definition);
    }

    protected async Task<Device> DeviceAsync(Action<BrowserNewContextOptions>? adapt = null)
    {
        var device = await shop.Chromium.DeviceAsync(adapt);
        lock (devices)
            devices.Add(device);
        return device;
    }

    /// <summary>The product's page on a device of its own.</summary>
    protected async Task<IPage> OpenAsync(Action<BrowserNewContextOptions>? adapt = null) => await OpenAsync(await DeviceAsync(adapt));

    protected async Task<IPage> OpenAsync(Device device)
    {
        var page = await device.OpenAsync(new(shop.Address, $"/p/{Product}"));
        await Assertions.Expect(page.Locator("h1")).Not.ToHaveTextAsync("One moment …");
        return page;
    }

    protected static Task BuyAsync(IPage page) => page.Locator("#buy-button").ClickAsync();

    /// <summary>Waits until the purchase says this.</summary>
    protected static Task SaysAsync(IPage page, string words) => Assertions.Expect(page.Locator("#purchase-state")).ToContainTextAsync(words);

    protected static Task StateAsync(IPage page, string words) => Assertions.Expect(page.Locator("#state")).ToHaveTextAsync(words);

    protected Task<Sale> SaleAsync() => shop.SaleAsync(Product);

    /// <summary>No rule of axe is broken in what the page shows now.</summary>
    protected static async Task IsAccessibleAsync(IPage page)
    {
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(violation => $"{violation.Id}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}"));
    }

    protected static Regex Number { get; } = new("[0-9a-f]{8}-[0-9a-f-]{27}");
}
