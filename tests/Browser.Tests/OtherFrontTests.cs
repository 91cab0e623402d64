using System.Net;
using FlashFlow.Testing;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests;

/// <summary>A front dies in the middle of a purchase, and another takes over its address.</summary>
public sealed class OtherFrontTests(RunningShop shop) : ShopperPageTests(shop)
{
    [ChromiumFact]
    public async Task G3_G4_a_purchase_goes_on_at_the_front_that_takes_over()
    {
        await StartAsync(stock: 5, holdSeconds: 300);
        var dying = await EngineProcess.StartFrontAsync(Shop.Sandbox);
        await using var line = new HoldableLine(EndPointOf(dying));
        var page = await (await DeviceAsync()).OpenAsync(new($"http://{line.Address}/p/{Product}"));
        await StateAsync(page, "On sale");

        await dying.DisposeAsync();
        await BuyAsync(page);
        await SaysAsync(page, "We do not know yet whether your order went through");
        line.Server = EndPointOf(Shop.Front);

        await SaysAsync(page, "1 unit is held for you.");
        await page.Locator("#pay").ClickAsync();
        await SaysAsync(page, "It is yours.");
        await Shop.Sandbox.Office.RestockAsync(Product, (await SaleAsync()).Epoch, 5, "more", "tests");
        await Assertions.Expect(page.Locator("#remaining")).ToHaveTextAsync("9 units left");
        Assert.Equal(1, (await SaleAsync()).Orders);
    }

    private static IPEndPoint EndPointOf(EngineProcess front) => new(IPAddress.Loopback, front.Address.Port);
}
