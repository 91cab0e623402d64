using FlashFlow.Core.Rooms;
using FlashFlow.Testing;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests;

/// <summary>The line before a sale, as shoppers see it.</summary>
public sealed class LineTests(RunningShop shop) : ShopperPageTests(shop)
{
    private const int LongHold = 300;

    [ChromiumFact]
    public async Task G11_two_join_are_drawn_wait_buy_and_pay()
    {
        // One at a time may be in, for two units.
        await StartWithRoomAsync(stock: 2, new() { StartsAt = DateTimeOffset.UtcNow.AddSeconds(20), PerMinute = 600, PassSeconds = 300, Ahead = 0.5m });
        IPage[] pages = [await OpenAsync(), await OpenAsync()];
        foreach (var page in pages)
        {
            await Assertions.Expect(page.Locator("#buy")).ToBeHiddenAsync();
            await page.Locator("#join").ClickAsync();
            await Assertions.Expect(page.Locator("#line-state")).ToContainTextAsync("You are in");
        }

        await IsAccessibleAsync(pages[0]);
        await StandsAsync(pages[0].GetByText("It is your turn: buy now.").Or(pages[0].GetByText("You wait.")));
        var (first, second) = await pages[0].GetByText("You wait.").IsVisibleAsync() ? (pages[1], pages[0]) : (pages[0], pages[1]);
        await StandsAsync(first.GetByText("It is your turn: buy now."));
        await StandsAsync(second.GetByText("You wait."));
        await Assertions.Expect(second.Locator("#place")).ToHaveTextAsync("Place 2");
        await Assertions.Expect(second.Locator("#wait")).ToContainTextAsync("0 people stand before you.");
        await IsAccessibleAsync(second);
        await second.ReloadAsync();
        await Assertions.Expect(second.Locator("#place")).ToHaveTextAsync("Place 2");
        await Assertions.Expect(second.Locator("#buy")).ToBeHiddenAsync();

        await Assertions.Expect(first.Locator("#turn-left")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[45]:[0-9]{2}$"));
        await IsAccessibleAsync(first);
        await BuyAndPayAsync(first);
        await StandsAsync(second.GetByText("It is your turn: buy now."));
        await BuyAndPayAsync(second);

        Assert.Equal((2, 0, 0), ((await SaleAsync()).Sold, (await SaleAsync()).Remaining, (await SaleAsync()).Held));
    }

    [ChromiumFact]
    public async Task Who_has_left_joins_again_and_stands_at_the_end()
    {
        await StartWithRoomAsync(stock: 2, new() { StartsAt = DateTimeOffset.UtcNow.AddSeconds(-5), PerMinute = 0, PassSeconds = 300, Ahead = 1 });
        var page = await OpenAsync();
        await page.Locator("#join").ClickAsync();
        await Assertions.Expect(page.Locator("#place")).ToHaveTextAsync("Place 1");

        await page.Locator("#leave").ClickAsync();
        await Assertions.Expect(page.Locator("#join")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#place")).ToHaveTextAsync("");
        await page.Locator("#join").ClickAsync();

        await Assertions.Expect(page.Locator("#place")).ToHaveTextAsync("Place 2");
        await Assertions.Expect(page.Locator("#line-state")).ToContainTextAsync("The line stands still");
    }

    [ChromiumFact]
    public async Task When_all_is_sold_who_waits_is_told_and_when_the_room_ends_anybody_buys()
    {
        var epoch = await StartWithRoomAsync(stock: 1, new() { StartsAt = DateTimeOffset.UtcNow.AddSeconds(-5), PerMinute = 600, PassSeconds = 300, Ahead = 1 }, hold: 0);
        var (ada, ben) = (await OpenAsync(), await OpenAsync());
        await ada.Locator("#join").ClickAsync();
        await StandsAsync(ada.GetByText("It is your turn: buy now."));
        await ben.Locator("#join").ClickAsync();
        await StandsAsync(ben.GetByText("You wait."));

        await BuyAsync(ada);
        await SaysAsync(ada, "It is yours.");
        await Assertions.Expect(ben.Locator("#line-state")).ToContainTextAsync("Everything is sold");

        await Shop.Sandbox.Sales.RestockAsync(Product, epoch, 1, key: null);
        await StandsAsync(ben.GetByText("It is your turn: buy now."));
        await Shop.Sandbox.Office.DefineAsync((await SaleAsync()).Definition with { Room = null }, "tests");
        var eve = await OpenAsync();
        await Assertions.Expect(eve.Locator("#line")).ToBeHiddenAsync();
        await BuyAsync(eve);
        await SaysAsync(eve, "It is yours.");
    }

    [ChromiumFact]
    public async Task Where_joining_takes_work_the_device_does_it()
    {
        await StartWithRoomAsync(stock: 1, new() { StartsAt = DateTimeOffset.UtcNow.AddSeconds(-5), PerMinute = 600, PassSeconds = 300, Ahead = 1, Joining = Joining.Work });
        var page = await OpenAsync();

        await page.Locator("#join").ClickAsync();

        await StandsAsync(page.GetByText("It is your turn: buy now."));
        await page.ReloadAsync();
        await StandsAsync(page.GetByText("It is your turn: buy now."));
        await Assertions.Expect(page.Locator("#join")).ToBeHiddenAsync();
        await BuyAndPayAsync(page);
    }

    [ChromiumFact]
    public async Task G11_who_stands_by_gets_a_lapsed_unit_and_pays_for_it()
    {
        await StartWithRoomAsync(stock: 1, new() { StartsAt = DateTimeOffset.UtcNow.AddSeconds(-5), PerMinute = 600, PassSeconds = 300, Ahead = 1 }, hold: 30);
        var (ada, ben, eve) = (await OpenAsync(), await OpenAsync(), await OpenAsync());
        await ada.Locator("#join").ClickAsync();
        await StandsAsync(ada.GetByText("It is your turn: buy now."));
        await ben.Locator("#join").ClickAsync();
        await Assertions.Expect(ben.Locator("#place")).ToHaveTextAsync("Place 2");
        await eve.Locator("#join").ClickAsync();
        await Assertions.Expect(eve.Locator("#place")).ToHaveTextAsync("Place 3");
        await BuyAsync(ada);
        await SaysAsync(ada, "1 unit is held for you.");

        // Ben is in, for the unit that is held may come back; eve stands by.
        await eve.Locator("#stand-by").ClickAsync();
        await StandsAsync(eve.GetByText("You stand by"));
        await IsAccessibleAsync(eve);
        await eve.ReloadAsync();
        await StandsAsync(eve.GetByText("You stand by"));

        // Ada does not pay.
        await StandsAsync(eve.GetByText("1 unit is held for you."));
        await eve.Locator("#pay").ClickAsync();
        await SaysAsync(eve, "It is yours.");
        Assert.Equal((1, 0, 0), ((await SaleAsync()).Sold, (await SaleAsync()).Remaining, (await SaleAsync()).Held));
    }

    private Task<long> StartWithRoomAsync(int stock, Room room, int hold = LongHold) => StartAsync(stock, hold, definition => definition with { Room = room });

    // A draw, or a turn, takes its time.
    private static Task StandsAsync(ILocator words) => Assertions.Expect(words.First).ToBeVisibleAsync(new() { Timeout = 60_000 });

    private static async Task BuyAndPayAsync(IPage page)
    {
        await BuyAsync(page);
        await SaysAsync(page, "1 unit is held for you.");
        await page.Locator("#pay").ClickAsync();
        await SaysAsync(page, "It is yours.");
    }
}
