using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests.Operators;

/// <summary>The picture of the operators' pages. Its figures are others with every run, so it is kept of what it was made.</summary>
public sealed class OperatorPicturesTests(RunningShop shop) : OperatorPageTests(shop)
{
    [ChromiumFact]
    public async Task A_picture_of_a_sale_shows_it_as_operators_see_it()
    {
        await StartAsync(stock: 100, holdSeconds: 300, definition => definition with { Name = "Aurora Phone 5" });
        var page = await SignInAsync($"/sales/{Product}");
        for (var buy = 0; buy < 20; buy++)
            await Shop.BuyAsync(Product, quantity: 1);
        await FigureAsync(page, "held", "20");
        await Assertions.Expect(page.GetByText("accepted").First).ToBeVisibleAsync();

        await Picture.TakeAsync(page, "operators", $"pages {Picture.HashOf("src/Console/Pages")}, plots {Picture.HashOf("src/Console/Plots")}, styles {Picture.HashOf("src/Console/wwwroot")}");
    }
}
