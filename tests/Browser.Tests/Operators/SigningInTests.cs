using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests.Operators;

public sealed class SigningInTests(RunningShop shop) : OperatorPageTests(shop)
{
    [ChromiumFact]
    public async Task Who_signs_in_gets_to_the_page_asked_for_and_out_again()
    {
        var page = await SignInAsync("/orders");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Orders");
        await Assertions.Expect(page.GetByText("operator (operator)")).ToBeVisibleAsync();
        Assert.Equal("", await page.EvaluateAsync<string>("document.cookie"));

        var other = await page.Context.NewPageAsync();
        await other.GotoAsync($"{Shop.Console.Address}");
        await Assertions.Expect(other.Locator("h1")).ToHaveTextAsync("Sales");

        await Button(page, "Sign out").ClickAsync();
        await Assertions.Expect(other.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your session is over: sign in again.");
        await Assertions.Expect(page.GetByLabel("Your key")).ToBeVisibleAsync();
        await page.GotoAsync($"{Shop.Console.Address}orders");
        await Assertions.Expect(page.GetByLabel("Your key")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_shops_key_and_a_wrong_one_are_refused_with_a_sentence()
    {
        var page = await SignInAsync("/", ShopKey);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is a shop's key");
        await IsUsableAsync(page);

        await page.GetByLabel("Your key").FillAsync("nobody-has-this-key");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Nobody has this key.");
    }

    [ChromiumFact]
    public async Task A_viewer_sees_everything_and_no_way_to_change_it()
    {
        await StartAsync(stock: 10);
        var page = await SignInAsync($"/sales/{Product}", ViewerKey);

        await FigureAsync(page, "left", "10");
        await Assertions.Expect(page.Locator("main fluent-button, main button, main form")).ToHaveCountAsync(0);
        await page.GotoAsync($"{Shop.Console.Address}start");
        await Assertions.Expect(page.Locator("#start-product")).ToHaveCountAsync(0);
    }
}
