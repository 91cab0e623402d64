using System.Diagnostics;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Sales;
using FlashFlow.Testing;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests;

/// <summary>What a page shows is how the sale is, within a second, by the ledger's clock.</summary>
public sealed class WatchingTests(RunningShop shop) : ShopperPageTests(shop)
{
    private const int Devices = 10;
    private const int PagesEach = 5;

    // A second is promised; the rest is for a machine that is busy with the browser itself.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [ChromiumFact]
    public async Task A_sale_opens_for_fifty_pages_at_once_and_what_is_bought_is_seen_by_all()
    {
        await StartAsync(stock: Devices, adapt: definition => definition with { OpensAt = DateTimeOffset.UtcNow.AddDays(1) });
        var pages = new List<IPage>();
        for (var i = 0; i < Devices; i++)
        {
            var device = await DeviceAsync();
            pages.AddRange(await Task.WhenAll(Enumerable.Range(0, PagesEach).Select(_ => OpenAsync(device))));
        }

        await Assertions.Expect(pages[0].Locator("#about")).ToContainTextAsync("Opens in ");
        await IsAccessibleAsync(pages[0]);

        var sale = await SaleAsync();
        await Shop.Sandbox.Office.DefineAsync(sale.Definition with { OpensAt = DateTimeOffset.UtcNow.AddSeconds(5) }, "tests");
        await Task.WhenAll(pages.Select(page => StateAsync(page, "On sale")));
        await Task.WhenAll(pages.Select((page, i) => i % PagesEach == 0 ? BuyAsync(page) : Task.CompletedTask));

        // The pages of a device are of one purchase.
        await Task.WhenAll(pages.Select(page => SaysAsync(page, "It is yours.")));
        await Task.WhenAll(pages.Select(page => StateAsync(page, "Sold out")));
        Assert.Equal((Devices, 0), ((await SaleAsync()).Sold, (await SaleAsync()).Remaining));
    }

    [ChromiumFact]
    public async Task Pause_restock_and_close_are_seen_within_a_second()
    {
        var epoch = await StartAsync(stock: 5);
        var page = await OpenAsync();
        await StateAsync(page, "On sale");

        await SeenSoonAsync(() => Shop.Sandbox.Office.SetStateAsync(Product, epoch, SaleState.Paused, "tests"), () => StateAsync(page, "Paused"));
        await Assertions.Expect(page.Locator("#buy-button")).ToBeDisabledAsync();
        await IsAccessibleAsync(page);
        await SeenSoonAsync(() => Shop.Sandbox.Office.SetStateAsync(Product, epoch, SaleState.Open, "tests"), () => StateAsync(page, "On sale"));
        await SeenSoonAsync(
            () => Shop.Sandbox.Office.RestockAsync(Product, epoch, 37, "more", "tests"),
            () => Assertions.Expect(page.Locator("#remaining")).ToHaveTextAsync("42 units left"));
        await SeenSoonAsync(() => Shop.Sandbox.Office.SetStateAsync(Product, epoch, SaleState.Closed, "tests"), () => StateAsync(page, "The sale is over"));
        await IsAccessibleAsync(page);
    }

    [ChromiumFact]
    public async Task G7_a_sale_that_cannot_sell_now_is_told_so_and_sells_again_once_rebuilt()
    {
        var epoch = await StartAsync(stock: 5);
        var page = await OpenAsync();
        await Shop.Sandbox.Sales.SuspendIfBehindAsync(Product, new HighWaterMark(epoch, 3));

        await StateAsync(page, "Cannot sell now");
        await Assertions.Expect(page.Locator("#buy-button")).ToBeDisabledAsync();
        await IsAccessibleAsync(page);
        Assert.True(await Shop.Sandbox.Rebuild.CarryOutAsync((await Shop.Sandbox.Rebuild.PlanAsync(Product, CancellationToken.None))!));
        await StateAsync(page, "On sale");
    }

    [ChromiumFact]
    public async Task The_countdown_goes_by_the_clock_of_the_ledger_and_not_by_the_telephones()
    {
        await StartAsync(stock: 5, adapt: definition => definition with { OpensAt = DateTimeOffset.UtcNow.AddMinutes(30) });
        var device = await DeviceAsync();
        await device.Context.AddInitScriptAsync("const now = Date.now; Date.now = () => now() + 7 * 3600 * 1000;");

        var page = await OpenAsync(device);

        await Assertions.Expect(page.Locator("#about")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^Opens in (30:00|29:\d\d)\.$"));
    }

    [ChromiumFact]
    public async Task A_page_whose_stream_is_cut_looks_by_itself_until_it_has_one_again()
    {
        var epoch = await StartAsync(stock: 5);
        var device = await DeviceAsync();
        await device.Context.RouteAsync("**/live", route => route.AbortAsync());
        var page = await OpenAsync(device);
        await StateAsync(page, "On sale");

        await Shop.Sandbox.Office.SetStateAsync(Product, epoch, SaleState.Paused, "tests");
        await StateAsync(page, "Paused");
        await device.Context.UnrouteAllAsync();
        await Shop.Sandbox.Office.SetStateAsync(Product, epoch, SaleState.Open, "tests");
        await StateAsync(page, "On sale");
    }

    [ChromiumFact]
    public async Task The_list_leads_to_a_sale()
    {
        await StartAsync(stock: 5);
        var page = await (await DeviceAsync()).OpenAsync(Shop.Address);

        var line = page.Locator($"li[data-product={Product}]");
        await Assertions.Expect(line).ToContainTextAsync("On sale · 5 units left · €499.90");
        await IsAccessibleAsync(page);
        await line.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Phone 5");
    }

    [ChromiumFact]
    public async Task There_is_a_word_for_a_sale_that_is_none()
    {
        var page = await (await DeviceAsync()).OpenAsync(new(Shop.Address, "/p/nobody-sells-this"));

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("There is no such sale.");
        await IsAccessibleAsync(page);
    }

    private static async Task SeenSoonAsync(Func<Task> act, Func<Task> seen)
    {
        await act();
        var since = Stopwatch.StartNew();
        await seen();
        Assert.InRange(since.Elapsed, TimeSpan.Zero, Soon);
    }
}
