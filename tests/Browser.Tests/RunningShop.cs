using System.Net;
using System.Net.Http.Json;
using FlashFlow.Core.Sales;
using FlashFlow.Testing;

namespace FlashFlow.Browser.Tests;

/// <summary>A front in demo mode, a silo, a drain and the operators' pages, each a process, and a browser: as a shop would run them.</summary>
[CollectionDefinition(Name)]
public sealed class RunningShop : IAsyncLifetime, ICollectionFixture<RunningShop>
{
    private readonly List<IAsyncDisposable> running = [];
    private Sandbox? sandbox;
    private EngineProcess? front;
    private EngineProcess? console;
    private Chromium? chromium;

    public const string Name = "a running shop";

    public Sandbox Sandbox => sandbox!;

    public EngineProcess Front => front!;

    /// <summary>The operators' pages.</summary>
    public EngineProcess Console => console!;

    public Chromium Chromium => chromium!;

    public Uri Address => Front.Address;

    public async Task InitializeAsync()
    {
        if (Chromium.Program is null)
            return;
        sandbox = await Sandbox.CreateAsync();
        running.Add(sandbox);
        running.Add(await EngineProcess.StartSiloAsync(sandbox));
        var drain = await EngineProcess.StartDrainAsync(sandbox);
        running.Add(drain);
        front = await EngineProcess.StartFrontAsync(sandbox, ("FlashFlow:RoomWork:Bits", "12"));
        running.Add(front);
        console = await EngineProcess.StartConsoleAsync(sandbox, front, front, drain);
        running.Add(console);
        chromium = await Chromium.StartAsync();
        running.Add(chromium);
    }

    public async Task DisposeAsync()
    {
        foreach (var each in Enumerable.Reverse(running))
            await each.DisposeAsync();
    }

    public async Task<long> StartSaleAsync(SaleDefinition definition) =>
        await Sandbox.Office.StartAsync(definition, "tests") ?? throw new InvalidOperationException("Another sale has begun.");

    /// <summary>Somebody else buys, without a page.</summary>
    public async Task BuyAsync(string productId, int quantity)
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var answer = await client.PostAsJsonAsync($"/products/{productId}/orders", new { shopperId = "crowd", quantity });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    /// <summary>Others join the line, without a page.</summary>
    public async Task JoinAsync(string productId, params string[] shopperIds)
    {
        using var client = new HttpClient { BaseAddress = Address };
        foreach (var shopperId in shopperIds)
        {
            using var answer = await client.PostAsJsonAsync($"/products/{productId}/room", new { shopperId });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    /// <summary>Somebody else gets a unit, without a page, as soon as there is one.</summary>
    public async Task TakeAsync(string productId)
    {
        using var client = new HttpClient { BaseAddress = Address };
        await Eventually.HoldsAsync($"a unit of {productId} for somebody else", async () =>
        {
            using var answer = await client.PostAsJsonAsync($"/products/{productId}/orders", new { shopperId = "ben", quantity = 1 });
            return answer.StatusCode == HttpStatusCode.Accepted;
        });
    }

    /// <summary>The shop has been paid, and says so with its key.</summary>
    public async Task ConfirmAsync(string productId, Guid orderId, long amount, string currency)
    {
        using var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "demo-shop-key");
        using var answer = await client.PostAsJsonAsync($"/products/{productId}/orders/{orderId}/confirm", new { paymentRef = $"pay-{orderId}", amount, currency });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public async Task<Sale> SaleAsync(string productId) =>
        await Sandbox.Sales.FindAsync(productId) ?? throw new InvalidOperationException($"There is no sale of {productId}.");
}
