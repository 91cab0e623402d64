using System.Net;
using System.Net.Http.Json;
using FlashFlow.Core.Sales;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>A front that stands still with a buy in hand, while its shopper asks at another one.</summary>
public sealed class FrozenFrontTests : WholeWayTests
{
    // Longer than any front may stand still and go on as if nothing were.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    [Theory, BothModes]
    public async Task G3_G4_what_was_refused_elsewhere_is_not_accepted_when_it_goes_on(string mode)
    {
        Mode = mode;
        var epoch = await Sandbox.StartSaleAsync(Product, stock: 10);
        var fronts = await Task.WhenAll(StartFrontAsync(), StartFrontAsync());
        using var client = new HttpClient();
        using var elsewhere = new Crowd(Product, fronts[1].Address);
        await Task.WhenAll(fronts.Select(front => BuyAsync(client, front, "ada")));

        fronts[0].Freeze();
        var buying = BuyAsync(client, fronts[0], "ben");
        await Assert.ThrowsAsync<TimeoutException>(() => buying.WaitAsync(Patience));
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Paused);
        Assert.Equal("paused", (await elsewhere.BuyAsync("ben", "key")).Code);
        await Sandbox.Sales.SetStateAsync(Product, epoch, SaleState.Open);
        fronts[0].Thaw();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await buying.Within("the front to answer"));
        Assert.Equal(1, (await Sandbox.Sales.FindAsync(Product))!.Accepted);
        Assert.True((await elsewhere.BuyAsync("ben", "key")).HasOrder);
    }

    private static async Task<HttpStatusCode> BuyAsync(HttpClient client, EngineProcess front, string shopperId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(front.Address, $"/products/{Product}/orders"))
        {
            Content = JsonContent.Create(new { shopperId, quantity = 1 }),
        };
        request.Headers.Add("Idempotency-Key", "key");
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
