using FlashFlow.Core.Buying;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>The recipe of docs/payments.md, with a provider that answers too late for many.</summary>
public sealed class PaymentTests : WholeWayTests
{
    private const int Shoppers = 1_000;
    private const int Stock = 200;
    private const int HoldSeconds = 5;

    [Theory, BothModes]
    public async Task G2_G9_nobody_is_charged_without_a_unit_and_nobody_has_one_uncharged(string mode)
    {
        Mode = mode;
        var epoch = await Sandbox.StartHoldingAsync(Product, Stock, HoldSeconds);
        var fronts = await Task.WhenAll(StartFrontAsync(), StartFrontAsync());
        await StartDrainAsync();
        using var shop = new Shop(Product, fronts[0].Address, fronts[1].Address);
        var checkout = new Checkout(shop, TimeSpan.FromSeconds(HoldSeconds), lateHolds: Stock + (Stock / 4), IsSoldAsync);

        // So many at once that there is always somebody who waits for what others let lapse.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Shoppers),
            new ParallelOptions { MaxDegreeOfParallelism = Stock + 30 },
            async (i, _) => await checkout.ServeAsync($"s{i}"));

        var orders = await CheckStatesAsync(epoch);
        var sold = orders.Where(order => order.State!.Status == OrderStatus.Confirmed).Select(order => (order.OrderId, order.State!.PaymentRef)).Order().ToList();
        var charged = checkout.Charges.Where(charge => charge.IsCaptured).Select(charge => (charge.OrderId, (string?)charge.PaymentRef)).Order().ToList();
        Assert.Equal(sold, charged);
        Assert.Equal(Stock, sold.Count);
        Assert.Contains(checkout.Charges, charge => !charge.IsCaptured); // Some payments came too late.
    }

    private async Task<bool> IsSoldAsync() => await Sandbox.Sales.FindAsync(Product) is { Sold: Stock };
}
