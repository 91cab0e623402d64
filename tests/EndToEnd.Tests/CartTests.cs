using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Sales;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Orders of several lines over two families, and processes that are killed while they are placed and paid for.</summary>
public sealed class CartTests : WholeWayTests
{
    private const int HoldSeconds = 10;
    private const int ShoppersAtOnce = 4;
    private const int Kills = 3;
    private const int OrdersBetweenKills = 20;

    private static readonly (string Product, string Family)[] Products = [("cup", "china"), ("plate", "china"), ("fork", "steel")];

    [Theory, BothModes]
    public async Task G1_G3_G9_no_order_is_half_sold_whoever_is_killed(string mode)
    {
        Mode = mode;
        foreach (var (product, family) in Products)
            await Sandbox.Office.StartAsync(
                new()
                {
                    ProductId = product, Name = product, Family = family, Stock = 100_000, Price = 10, Currency = Currency.Find("EUR"),
                    HoldSeconds = HoldSeconds, HoldMaxSeconds = HoldSeconds,
                },
                by: "test");
        var fronts = await Task.WhenAll(StartFrontAsync(), StartFrontAsync());
        await StartDrainAsync();

        using var over = new CancellationTokenSource();
        var shoppers = 0;
        var crowd = Task.WhenAll(Enumerable.Range(0, ShoppersAtOnce).Select(async _ =>
        {
            while (!over.IsCancellationRequested)
            {
                var shopper = Interlocked.Increment(ref shoppers);
                await BuyAsync(shopper, () => fronts[shopper % 2].Address);
            }
        }));
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = await CountSoldAsync();
            await Eventually.SeesAsync("more that is paid for", CountSoldAsync, count => count > before + OrdersBetweenKills);
            await fronts[kill % 2].KillAsync();
            if (IsClustered && kill == 1)
            {
                await SiloProcesses[0].KillAsync();
                await StartSiloAsync();
            }

            fronts[kill % 2] = await StartFrontAsync();
        }

        await over.CancelAsync();
        await crowd.Within("all shoppers to be done");
        foreach (var (product, _) in Products)
            await Eventually.SeesAsync($"no {product} held", () => Sandbox.Sales.FindAsync(product), sale => sale!.Held == 0);
        foreach (var (product, _) in Products)
            await Sandbox.AtRestAsync(product);

        var carts = await ReadCartsAsync();
        // What was taken by a try that nobody heard of, and has gone since, was taken again under other names.
        Assert.All(carts, cart => Assert.True(cart.Confirmed is 0 or 3, $"{cart.Confirmed} of {cart.Orders} orders of a cart are confirmed."));
        Assert.InRange(carts.Count(cart => cart.Confirmed == 3), Kills * OrdersBetweenKills, shoppers);
    }

    // Some give up as soon as anything fails, and leave to others what is half done; the others try again.
    private static async Task BuyAsync(int shopper, Func<Uri> front)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var mayTryAgain = shopper % 3 != 0;
        var order = new { shopperId = $"s{shopper}", lines = Products.Select(product => new { productId = product.Product, quantity = 1 }) };
        if (await TryAsync(client, front, "/orders", order, $"key-{shopper}", mayTryAgain) is { } placed)
            await TryAsync(client, front, $"/carts/{placed.GetProperty("orderId").GetGuid()}/confirm",
                new { paymentRef = $"pay-{shopper}", amount = placed.GetProperty("amount").GetInt64(), currency = "EUR" }, key: null, mayTryAgain);
    }

    private static async Task<JsonElement?> TryAsync(HttpClient client, Func<Uri> front, string path, object body, string? key, bool mayTryAgain)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(front(), path)) { Content = JsonContent.Create(body) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "demo-shop-key");
                if (key is not null)
                    request.Headers.Add("Idempotency-Key", key);
                using var answer = await client.SendAsync(request);
                if (answer.IsSuccessStatusCode)
                    return await answer.Content.ReadFromJsonAsync<JsonElement>();
                if ((int)answer.StatusCode < 500)
                    return null;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                // The front was killed.
            }

            if (!mayTryAgain)
                return null;
            await Task.Delay(200);
        }

        return null;
    }

    private async Task<long> CountSoldAsync() => (await Sandbox.Sales.FindAsync("fork"))!.Sold;

    private async Task<List<(int Confirmed, int Orders)>> ReadCartsAsync()
    {
        await using var command = Sandbox.Database.CreateCommand("""
            SELECT count(*) FILTER (WHERE state ->> 'status' = 'confirmed')::integer, count(*)::integer FROM orders GROUP BY state ->> 'cart'
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var carts = new List<(int, int)>();
        while (await reader.ReadAsync())
            carts.Add((reader.GetInt32(0), reader.GetInt32(1)));
        return carts;
    }
}
