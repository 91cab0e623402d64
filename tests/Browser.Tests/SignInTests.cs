using FlashFlow.Testing;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests;

/// <summary>Shoppers whom the shop has signed in, before a front that knows nobody else.</summary>
public sealed class SignInTests(RunningShop shop) : ShopperPageTests(shop)
{
    private const string SignInPage = "https://shop.example/sign-in?to={productId}";

    [ChromiumFact]
    public async Task Who_comes_from_the_shop_with_a_token_buys_and_sees_the_order_and_the_token_leaves_the_address()
    {
        using var signing = new SigningShop();
        using var file = new KeysOfFile(signing.KeySet());
        await using var front = await StartFrontAsync(file);
        await StartAsync(stock: 10, holdSeconds: 300);
        var device = await DeviceAsync();
        var page = await device.OpenAsync(new(front.Address, $"/p/{Product}#token={signing.Token("ada")}"));
        await StateAsync(page, "On sale");
        Assert.Equal(new Uri(front.Address, $"/p/{Product}").ToString(), page.Url);

        await BuyAsync(page);
        await SaysAsync(page, "1 unit is held for you.");
        await page.ReloadAsync();
        await SaysAsync(page, "1 unit is held for you.");
        await page.Locator("header a").ClickAsync();
        await Assertions.Expect(page.Locator("#orders li")).ToContainTextAsync("held for you");

        // Somebody else on the same device.
        var other = await device.OpenAsync(new(front.Address, $"/p/{Product}#token={signing.Token("bob")}"));
        await StateAsync(other, "On sale");
        await Assertions.Expect(other.Locator("#orders")).ToBeHiddenAsync();
        await BuyAsync(other);
        await SaysAsync(other, "1 unit is held for you.");
        Assert.Equal(2, (await SaleAsync()).Orders);
    }

    [ChromiumFact]
    public async Task Who_is_not_signed_in_is_sent_to_the_shop_in_both_languages()
    {
        using var signing = new SigningShop();
        using var file = new KeysOfFile(signing.KeySet());
        await using var front = await StartFrontAsync(file);
        await StartAsync(stock: 10);

        foreach (var (language, words) in new[] { ("en-GB", "sign in at the shop"), ("de-DE", "melden Sie sich beim Händler an") })
        {
            var page = await (await DeviceAsync(options => options.Locale = language)).OpenAsync(new(front.Address, $"/p/{Product}"));
            await Assertions.Expect(page.Locator("#sign-in")).ToContainTextAsync(words);
            await Assertions.Expect(page.Locator("#sign-in-page")).ToHaveAttributeAsync("href", SignInPage.Replace("{productId}", Product, StringComparison.Ordinal));
            await Assertions.Expect(page.Locator("#buy")).ToBeHiddenAsync();
            await IsAccessibleAsync(page);
        }
    }

    [ChromiumFact]
    public async Task G4_a_sign_in_that_ends_within_a_purchase_does_not_end_the_purchase()
    {
        using var signing = new SigningShop();
        using var file = new KeysOfFile(signing.KeySet());
        await using var front = await StartFrontAsync(file);
        await StartAsync(stock: 10, holdSeconds: 300);
        var page = await (await DeviceAsync()).OpenAsync(new(front.Address, $"/p/{Product}#token={signing.Token("ada")}"));
        await StateAsync(page, "On sale");

        // The order arrives, its answer does not; and when the page asks again, the key with which its token was signed is gone.
        var isFirst = true;
        await page.RouteAsync("**/orders", async route =>
        {
            if (!isFirst)
            {
                await route.ContinueAsync();
                return;
            }

            isFirst = false;
            await route.FetchAsync();
            using var next = new SigningShop();
            file.Write(next.KeySet("key-2"));
            await Eventually.HoldsAsync("the old token to be refused", async () => await IsRefusedAsync(front, signing.Token("ada")));
            await route.AbortAsync();
        });
        await BuyAsync(page);
        await SaysAsync(page, "Your sign-in has ended.");
        await Assertions.Expect(page.Locator("#sign-in")).ToBeVisibleAsync();
        await IsAccessibleAsync(page);

        file.Write(signing.KeySet());
        await Eventually.HoldsAsync("tokens to be taken again", async () => !await IsRefusedAsync(front, signing.Token("ada")));
        await page.GotoAsync(new Uri(front.Address, $"/p/{Product}#token={signing.Token("ada")}").ToString());
        await SaysAsync(page, "1 unit is held for you.");
        Assert.Equal(1, (await SaleAsync()).Orders);
    }

    private Task<EngineProcess> StartFrontAsync(KeysOfFile file) => EngineProcess.StartFrontAsync(
        Shop.Sandbox, [("FlashFlow:Front:DemoMode", "false"), .. file.Settings("required"), ("FlashFlow:ShopperTokens:SignInPage", SignInPage)]);

    private async Task<bool> IsRefusedAsync(EngineProcess front, string token)
    {
        using var client = new HttpClient { BaseAddress = front.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync(new Uri($"/products/{Product}/orders/{Guid.NewGuid()}", UriKind.Relative));
        return answer.StatusCode == System.Net.HttpStatusCode.Unauthorized;
    }
}
