using FlashFlow.Testing;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests.Operators;

public sealed class TroubleTests(RunningShop shop) : OperatorPageTests(shop)
{
    [ChromiumFact]
    public async Task G7_a_sale_that_lost_its_ledger_is_seen_planned_and_rebuilt()
    {
        await StartAsync(stock: 10);
        await Shop.BuyAsync(Product, quantity: 4);
        await Shop.Sandbox.AtRestAsync(Product);
        var page = await SignInAsync("/trouble");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Trouble");

        await Shop.Sandbox.LoseAsync(Product);

        var card = page.Locator("article").Filter(new() { HasText = Product });
        await card.Locator("fluent-button").Filter(new() { HasText = "Show what a rebuild would do" }).ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("The sale would be open again, with 6 units of 10 left.");
        await IsUsableAsync(page);
        await card.GetByText("Rebuild the sale …").ClickAsync();
        await card.GetByRole(AriaRole.Textbox).FillAsync(Product);
        await page.Keyboard.PressAsync("Enter");

        await SaidAsync(page, "is rebuilt, and open: 6 units left.");
        await Assertions.Expect(card).ToHaveCountAsync(0);
        Assert.Equal(6, (await SaleAsync()).Remaining);
    }

    [ChromiumFact]
    public async Task G8_a_dead_letter_is_shown_as_text_and_decided()
    {
        await Shop.Sandbox.Replay.ReplayAsync(new("<b>nonsense</b>"u8.ToArray(), "a reason", FirstSeen: null));
        var page = await SignInAsync("/trouble", width: 320);
        var card = page.Locator("article").Filter(new() { HasText = "Nobody can say what it holds" });

        await card.Locator("fluent-button").Filter(new() { HasText = "Show it" }).ClickAsync();
        await Assertions.Expect(card.Locator("pre")).ToHaveTextAsync("<b>nonsense</b>");
        await IsUsableAsync(page);
        await card.GetByText("Discard it …").ClickAsync();
        await card.Locator("fluent-button").Filter(new() { HasText = "Discard letter" }).ClickAsync();

        await SaidAsync(page, "is discarded.");
        await Assertions.Expect(card).ToHaveCountAsync(0);
        Assert.Empty(await Shop.Sandbox.DeadLettersAsync());
    }

    [ChromiumFact]
    public async Task A_process_that_is_away_is_said_to_be_with_what_it_means()
    {
        var drain = await EngineProcess.StartDrainAsync(Shop.Sandbox);
        await using var console = await EngineProcess.StartConsoleAsync(Shop.Sandbox, Shop.Front, Shop.Front, drain);
        var device = await DeviceAsync();
        var page = await device.OpenAsync(new(console.Address, "/trouble"));
        await page.GetByLabel("Your key").FillAsync(ViewerKey);
        await page.Keyboard.PressAsync("Enter");
        var row = page.Locator("tr").Filter(new() { HasText = "drain-1" });
        await Assertions.Expect(row).ToContainTextAsync("Nothing is wrong.");

        await drain.DisposeAsync();

        await Assertions.Expect(row).ToContainTextAsync("away");
        await Assertions.Expect(row).ToContainTextAsync("Accepted orders wait in the broker");
        await IsUsableAsync(page);
        await page.CloseAsync(); // before the console ends, which a page complains of
    }
}
