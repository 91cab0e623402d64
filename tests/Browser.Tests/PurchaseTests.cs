using FlashFlow.Core.Sales;
using FlashFlow.Testing;
using Microsoft.Playwright;

namespace FlashFlow.Browser.Tests;

/// <summary>A purchase survives whatever its shopper, the browser and the net do to it, and is made once.</summary>
public sealed class PurchaseTests(RunningShop shop) : ShopperPageTests(shop)
{
    private const int LongHold = 300;

    [ChromiumFact]
    public async Task A_shopper_buys_pays_and_sees_the_order_with_its_number()
    {
        await StartAsync(stock: 10, LongHold);
        var page = await OpenAsync();
        await Assertions.Expect(page.Locator("#remaining")).ToHaveTextAsync("10 units left");
        await Assertions.Expect(page.Locator("#price")).ToHaveTextAsync("€499.90 each");
        await IsAccessibleAsync(page);

        await BuyAsync(page);
        await SaysAsync(page, "1 unit is held for you.");
        await Assertions.Expect(page.Locator("#amount")).ToHaveTextAsync("To pay: €499.90");
        await IsAccessibleAsync(page);
        await page.Locator("#pay").ClickAsync();
        await SaysAsync(page, "It is yours.");
        await Assertions.Expect(page.Locator("#order-id")).ToHaveTextAsync(Number);
        await Assertions.Expect(page.Locator("#orders li")).ToContainTextAsync("yours");
        await IsAccessibleAsync(page);
        var sale = await SaleAsync();
        Assert.Equal((1, 9, 0), (sale.Sold, sale.Remaining, sale.Held));
    }

    [ChromiumFact]
    public async Task G1_G2_two_shoppers_race_for_the_last_unit_and_one_has_it()
    {
        await StartAsync(stock: 1);
        var (ada, ben) = (await OpenAsync(), await OpenAsync());

        // Both have seen that it is on sale, and neither looks again.
        await Task.WhenAll(new[] { ada, ben }.Select(page => page.Locator("#buy").EvaluateAsync("form => form.requestSubmit()")));

        foreach (var page in new[] { ada, ben })
            await Assertions.Expect(page.GetByText("It is yours.").Or(page.GetByText("Sold out: somebody else was faster."))).ToBeVisibleAsync();
        Assert.Equal(1, await ada.GetByText("It is yours.").CountAsync() + await ben.GetByText("It is yours.").CountAsync());
        await StateAsync(ada, "Sold out");
        await StateAsync(ben, "Sold out");
    }

    [ChromiumFact]
    public async Task G4_a_reload_at_every_step_goes_on_with_the_same_purchase()
    {
        await StartAsync(stock: 10, LongHold);
        var page = await OpenAsync();
        await page.ReloadAsync();
        await StateAsync(page, "On sale");

        // The answer never comes, and the page is loaded anew.
        var lost = await LoseAnswersAsync(page, "**/orders");
        await BuyAsync(page);
        await lost.Task.Within("the buy whose answer is lost");
        await page.UnrouteAllAsync();
        await page.ReloadAsync();
        await SaysAsync(page, "1 unit is held for you.");
        await page.ReloadAsync();
        await SaysAsync(page, "1 unit is held for you.");

        lost = await LoseAnswersAsync(page, "**/pay");
        await page.Locator("#pay").ClickAsync();
        await lost.Task.Within("the payment whose answer is lost");
        await page.UnrouteAllAsync();
        await page.ReloadAsync();
        await SaysAsync(page, "It is yours.");
        await page.ReloadAsync();
        await SaysAsync(page, "It is yours.");
        Assert.Equal((1, 1), await OrdersAndUnitsAsync());
    }

    [ChromiumFact]
    public async Task G4_a_lost_answer_is_asked_for_until_it_is_known()
    {
        await StartAsync(stock: 10);
        var page = await OpenAsync();
        await LoseAnswersAsync(page, "**/orders");

        await BuyAsync(page);
        await SaysAsync(page, "We do not know yet whether your order went through");
        await IsAccessibleAsync(page);
        await page.UnrouteAllAsync();

        await SaysAsync(page, "It is yours.");
        Assert.Equal((1, 1), await OrdersAndUnitsAsync());
    }

    [ChromiumFact]
    public async Task G4_a_second_click_a_second_page_and_the_back_button_buy_once()
    {
        await StartAsync(stock: 10, LongHold);
        var device = await DeviceAsync();
        var (page, other) = (await OpenAsync(device), await OpenAsync(device));

        await page.Locator("#buy-button").DblClickAsync();
        await SaysAsync(page, "1 unit is held for you.");
        await SaysAsync(other, "1 unit is held for you.");
        await page.Locator("header a").ClickAsync();
        await Assertions.Expect(page.Locator("#orders li")).ToContainTextAsync("held for you");
        await page.GoBackAsync();
        await SaysAsync(page, "1 unit is held for you.");

        Assert.Equal((1, 1), await OrdersAndUnitsAsync());
    }

    [ChromiumFact]
    public async Task G4_a_closed_page_is_found_again()
    {
        await StartAsync(stock: 10, LongHold);
        var device = await DeviceAsync();
        var page = await OpenAsync(device);
        var lost = await LoseAnswersAsync(page, "**/orders");
        await BuyAsync(page);
        await lost.Task.Within("the buy whose answer is lost");
        await page.CloseAsync();

        await SaysAsync(await OpenAsync(device), "1 unit is held for you.");

        Assert.Equal((1, 1), await OrdersAndUnitsAsync());
    }

    [ChromiumFact]
    public async Task A_hold_runs_out_before_the_eyes_of_its_shopper_and_is_on_sale_again()
    {
        await StartAsync(stock: 1, holdSeconds: 5);
        var (ada, ben) = (await OpenAsync(), await OpenAsync());
        await BuyAsync(ada);
        await SaysAsync(ada, "1 unit is held for you.");
        await Assertions.Expect(ada.Locator("#warning")).ToBeVisibleAsync();
        await Assertions.Expect(ben.Locator("#held")).ToContainTextAsync("1 unit is held by people who are paying; the next deadline is in 0:0");
        await IsAccessibleAsync(ben);

        await SaysAsync(ada, "Your time to pay is over");
        await IsAccessibleAsync(ada);

        await StateAsync(ben, "On sale");
        await BuyAsync(ben);
        await SaysAsync(ben, "1 unit is held for you.");
    }

    [ChromiumFact]
    public async Task G9_a_payment_that_comes_late_has_its_unit_while_it_is_free_and_otherwise_is_given_back()
    {
        await StartAsync(stock: 1, holdSeconds: 5);
        var ada = await OpenAsync();
        await BuyAsync(ada);
        await SaysAsync(ada, "1 unit is held for you.");
        await ada.Locator("#behaviour").SelectOptionAsync("late");
        await ada.Locator("#pay").ClickAsync();
        await SaysAsync(ada, "Your payment came late, but in time: it is yours.");

        await Shop.Sandbox.Office.RestockAsync(Product, (await SaleAsync()).Epoch, 1, "more", "tests");
        await ada.Locator("#another").ClickAsync();
        await BuyAsync(ada);
        await SaysAsync(ada, "1 unit is held for you.");
        await ada.Locator("#behaviour").SelectOptionAsync("late");
        await ada.Locator("#pay").ClickAsync();
        await Shop.TakeAsync(Product); // Between the deadline and the payment: no page is sure to be as quick.
        await SaysAsync(ada, "Your payment came too late");
        await IsAccessibleAsync(ada);
    }

    [ChromiumFact]
    public async Task A_declined_payment_leaves_the_hold_and_a_hold_can_last_longer_or_be_given_back()
    {
        await StartAsync(stock: 1, holdSeconds: 60, definition => definition with { HoldMaxSeconds = 90 });
        var page = await OpenAsync();
        await BuyAsync(page);
        await page.Locator("#behaviour").SelectOptionAsync("decline");
        await page.Locator("#pay").ClickAsync();
        await Assertions.Expect(page.Locator("#note")).ToContainTextAsync("Your payment was declined.");
        await page.Locator("#extend").ClickAsync();
        await Assertions.Expect(page.Locator("#note")).ToHaveTextAsync("You have more time.");
        await page.Locator("#release").ClickAsync();
        await SaysAsync(page, "You gave it back.");
        await IsAccessibleAsync(page);
        await StateAsync(page, "On sale");
        Assert.Equal(1, (await SaleAsync()).Remaining);
    }

    [ChromiumFact]
    public async Task A_shop_with_a_page_of_its_own_is_where_people_pay_and_its_confirm_is_seen()
    {
        await using var front = await EngineProcess.StartFrontAsync(Shop.Sandbox, ("FlashFlow:Front:PaymentPage", "https://shop.example/pay/{productId}?order={orderId}"));
        await StartAsync(stock: 1, LongHold);
        var page = await (await DeviceAsync()).OpenAsync(new(front.Address, $"/p/{Product}"));
        await BuyAsync(page);
        await SaysAsync(page, "1 unit is held for you.");

        var orderId = Guid.Parse(await page.Locator("#order-id").InnerTextAsync());
        await Assertions.Expect(page.Locator("#pay-at-shop")).ToHaveAttributeAsync("href", $"https://shop.example/pay/{Product}?order={orderId}");
        await Assertions.Expect(page.Locator("#pay")).ToBeHiddenAsync();
        await Shop.ConfirmAsync(Product, orderId, amount: 49_990, "EUR");

        await SaysAsync(page, "It is yours.");
    }

    [ChromiumFact]
    public async Task An_attempt_of_a_sale_that_has_ended_buys_nothing_in_the_next_one()
    {
        await StartAsync(stock: 10);
        var page = await OpenAsync();
        await page.RouteAsync("**/orders", route => route.AbortAsync());
        await BuyAsync(page);
        await SaysAsync(page, "We do not know yet whether your order went through");

        await StartAsync(stock: 20);

        await SaysAsync(page, "The sale in which you began to buy has ended.");
        await page.UnrouteAllAsync();
        await page.Locator("#dismiss").ClickAsync();
        await Assertions.Expect(page.Locator("#remaining")).ToHaveTextAsync("20 units left");
        Assert.Equal(0, (await SaleAsync()).Orders);
    }

    // What is asked arrives, and its answer does not.
    private static async Task<TaskCompletionSource> LoseAnswersAsync(IPage page, string calls)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync(calls, async route =>
        {
            if (route.Request.Method != "POST")
            {
                await route.ContinueAsync();
                return;
            }

            await route.FetchAsync();
            await route.AbortAsync();
            arrived.TrySetResult();
        });
        return arrived;
    }

    private async Task<(long Orders, long Units)> OrdersAndUnitsAsync()
    {
        var sale = await SaleAsync();
        return (sale.Orders, sale.Accepted);
    }
}
