using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests.Operators;

public sealed class SalePagesTests(RunningShop shop) : OperatorPageTests(shop)
{
    private const string Name = "<img src=x onerror=alert(1)> & \"Phone\" 5";

    [ChromiumFact]
    public async Task A_sale_is_started_with_the_keyboard_alone_and_its_name_is_text()
    {
        var page = await SignInAsync("/start");
        page.Dialog += (_, _) => Assert.Fail("A script in a name has run.");
        await page.Locator("#start-product").FocusAsync();
        foreach (var typed in new[] { Product, Name, "100", "499.90", "eur", "2" })
        {
            await page.Keyboard.TypeAsync(typed);
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Locator("#start-hold").FocusAsync();
        await page.Keyboard.TypeAsync("4");
        await page.Keyboard.PressAsync("Enter");
        await SaidAsync(page, "The holdSeconds must be from 5 to 3600");
        await IsUsableAsync(page);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("300");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(Name);
        await Assertions.Expect(page).ToHaveTitleAsync($"{Name} · FlashFlow");
        await FigureAsync(page, "left", "100");
        var sale = await SaleAsync();
        Assert.Equal((Name, 100, 499.90m, "EUR", 2, 300), (sale.Definition.Name, sale.Definition.Stock, sale.Definition.Price, sale.Definition.Currency!.Code, sale.Definition.LimitPerShopper, sale.Definition.HoldSeconds));

        await page.GotoAsync($"{Shop.Console.Address}");
        await Assertions.Expect(page.Locator("main a").Filter(new() { HasText = Name })).ToBeVisibleAsync();
        await IsUsableAsync(page);
    }

    [ChromiumFact]
    public async Task What_one_operator_does_another_sees_within_moments()
    {
        await StartAsync(stock: 10);
        var (acting, looking) = (await SignInAsync($"/sales/{Product}"), await SignInAsync($"/sales/{Product}", ViewerKey, width: 320));
        await StateAsync(looking, "open");
        await Shop.BuyAsync(Product, quantity: 3);
        await FigureAsync(looking, "sold", "3");
        await IsUsableAsync(looking);

        await Button(acting, "Pause").ClickAsync();
        await SaidAsync(acting, "Paused: 7 units left, 0 held, 3 sold.");
        await StateAsync(looking, "paused");
        await Button(acting, "Resume").ClickAsync();
        await StateAsync(looking, "open");

        await acting.GetByText("Restock …").ClickAsync();
        await acting.GetByLabel("Units to add").FillAsync("50");
        await acting.Keyboard.PressAsync("Enter");
        await SaidAsync(acting, "50 units came in: 57 units left");
        await FigureAsync(looking, "left", "57");
        await Assertions.Expect(looking.Locator(".history")).ToContainTextAsync("operator restocked it with 50 units");
        await IsUsableAsync(acting);
    }

    [ChromiumFact]
    public async Task G11_an_operator_sees_the_line_sets_its_rate_and_ends_it()
    {
        await StartAsync(stock: 10, adapt: definition => definition with
        {
            Room = new() { StartsAt = DateTimeOffset.UtcNow.AddSeconds(-5), PerMinute = 0, PassSeconds = 300, Ahead = 1 },
        });
        await Shop.JoinAsync(Product, "ada", "ben", "eve");
        var page = await SignInAsync($"/sales/{Product}");
        await FigureAsync(page, "wait", "3");
        await IsUsableAsync(page);

        await page.GetByText("Change the rate …").ClickAsync();
        await page.Locator("#line-rate").FillAsync("600");
        await page.Keyboard.PressAsync("Enter");
        await SaidAsync(page, "600 are let in a minute.");
        await FigureAsync(page, "may buy now", "3");
        await FigureAsync(page, "wait", "0");
        await Button(page, "Let nobody in").ClickAsync();
        await SaidAsync(page, "Nobody is let in");
        await Assertions.Expect(page.Locator("#line ~ p").First).ToContainTextAsync("paused");

        await page.GetByText("End the line …").ClickAsync();
        await page.Locator("#end-line-name").FillAsync("Phone 5");
        await page.Keyboard.PressAsync("Enter");
        await SaidAsync(page, "The line has ended: everybody can buy.");
        await Assertions.Expect(page.Locator("#line")).ToBeHiddenAsync();
        Assert.Null((await SaleAsync()).Definition.Room);
    }

    [ChromiumFact]
    public async Task A_sale_is_closed_archived_and_replaced_by_who_types_its_name()
    {
        var epoch = await StartAsync(stock: 10);
        var page = await SignInAsync($"/sales/{Product}");
        await page.GetByText("Close the sale …").ClickAsync();
        await page.Locator("#close-name").FillAsync("Phone 6");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#close-wrong")).ToContainTextAsync("Nothing was done.");
        Assert.Equal("Open", $"{(await SaleAsync()).State}");

        await page.Locator("#close-name").FillAsync("Phone 5");
        await page.Keyboard.PressAsync("Enter");
        await SaidAsync(page, "Closed: 10 units left");
        await page.GetByText("Archive the product …").ClickAsync();
        await page.Locator("#archive-name").FillAsync("Phone 5");
        await page.Keyboard.PressAsync("Enter");
        await SaidAsync(page, "Phone 5 is archived.");
        await StateAsync(page, "archived");

        await page.GetByText("Start a new sale instead …").ClickAsync();
        await page.Locator("#replace-stock").FillAsync("7");
        await page.Locator("#replace-name").FillAsync("Phone 5");
        await page.Keyboard.PressAsync("Enter");
        await StateAsync(page, "open");
        await FigureAsync(page, "left", "7");
        Assert.True((await SaleAsync()).Epoch > epoch);
    }

    [ChromiumFact]
    public async Task When_another_sale_begins_the_page_shows_it_and_forgets_what_was_typed_for_the_one_before()
    {
        await StartAsync(stock: 10);
        var page = await SignInAsync($"/sales/{Product}");
        await page.GetByText("Close the sale …").ClickAsync();
        await page.Locator("#close-name").FillAsync("Phone 5");

        await StartAsync(stock: 20);

        await FigureAsync(page, "left", "20");
        await Assertions.Expect(page.Locator("#close-name")).ToHaveValueAsync("");
    }

    private static new Task StateAsync(IPage page, string words) => Assertions.Expect(page.Locator("main fluent-badge").First).ToHaveTextAsync(words);
}
