using System.Diagnostics;
using System.Net.Http.Headers;
using FlashFlow.Operator.Demo;
using FlashFlow.Operator.Engine;

namespace FlashFlow.Bench;

/// <summary>Begins sales, and waits until what was sold in them is stored.</summary>
internal sealed class BenchSales(EngineAccess engine, Uri front) : IDisposable
{
    /// <summary>The product of the front's demo calls.</summary>
    public const string Demo = "demo";

    /// <summary>More than a run can sell.</summary>
    public const int Plenty = 10_000_000;

    private const string OperatorKey = "demo-operator-key";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http = new() { BaseAddress = front, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>A new sale of the demo product.</summary>
    /// <exception cref="DemoRefusedException">The front refused.</exception>
    public async Task StartDemoAsync(int stock, CancellationToken cancellation)
    {
        using var demo = new DemoFront(front);
        await demo.InitAsync(cancellation, stock);
    }

    /// <summary>A new sale of a product.</summary>
    /// <exception cref="ToolFailedException">The front refused.</exception>
    public Task StartAsync(string productId, int stock, CancellationToken cancellation) =>
        PutAsync($"/products/{productId}?reset=true", $$"""{"name":"{{productId}}","stock":{{stock}}}""", cancellation);

    /// <summary>A new sale of a product whose units are held, at 49.90 EUR.</summary>
    /// <exception cref="ToolFailedException">The front refused.</exception>
    public Task StartHoldingAsync(string productId, int stock, int holdSeconds, CancellationToken cancellation) =>
        PutHoldingAsync($"/products/{productId}?reset=true", productId, stock, holdSeconds, cancellation);

    /// <summary>A new sale with a line before it, whose passes last half a minute.</summary>
    /// <exception cref="ToolFailedException">The front refused.</exception>
    public Task StartWithRoomAsync(string productId, int stock, DateTimeOffset startsAt, int perMinute, CancellationToken cancellation) =>
        PutWithRoomAsync($"/products/{productId}?reset=true", productId, stock, startsAt, perMinute, cancellation);

    /// <summary>Has a line that runs start at another time. Who has joined stays in it.</summary>
    /// <exception cref="ToolFailedException">The front refused.</exception>
    public Task ChangeRoomAsync(string productId, int stock, DateTimeOffset startsAt, int perMinute, CancellationToken cancellation) =>
        PutWithRoomAsync($"/products/{productId}", productId, stock, startsAt, perMinute, cancellation);

    /// <summary>Has holds that begin from now on last so long.</summary>
    /// <exception cref="ToolFailedException">The front refused.</exception>
    public Task ChangeHoldAsync(string productId, int stock, int holdSeconds, CancellationToken cancellation) =>
        PutHoldingAsync($"/products/{productId}", productId, stock, holdSeconds, cancellation);

    /// <summary>Gives holds up that nobody will pay for.</summary>
    public async Task ReleaseAsync(string productId, IEnumerable<Guid> orderIds, CancellationToken cancellation)
    {
        foreach (var orderId in orderIds)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/products/{productId}/orders/{orderId}/release");
            using var answer = await SendAsync(request, cancellation);
        }
    }

    /// <summary>Buys one unit of the demo product.</summary>
    /// <returns>The HTTP status.</returns>
    public async Task<int> BuyAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/buy");
        using var answer = await SendAsync(request, cancellation);
        return (int)answer.StatusCode;
    }

    /// <summary>The number of a product's current sale, and its orders so far.</summary>
    /// <exception cref="ToolFailedException">There is none.</exception>
    public async Task<(long Epoch, long Orders)> FindAsync(string productId)
    {
        var sale = await engine.Sales.FindAsync(productId);
        return sale is null ? throw new ToolFailedException($"There is no sale of {productId}.") : (sale.Epoch, sale.Orders);
    }

    /// <summary>Waits until every order of the products' sales has its row.</summary>
    /// <exception cref="ToolFailedException">That took too long.</exception>
    public async Task AwaitStoredAsync(IEnumerable<string> productIds, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var productId in productIds)
        {
            // A buy that nobody heard the answer to may still be on its way, so both are looked at anew each time.
            while (true)
            {
                var (epoch, orders) = await FindAsync(productId);
                var stored = await new SaleRows(engine.Postgres, epoch).CountAsync(cancellation);
                if (stored >= orders)
                    break;
                if (Stopwatch.GetElapsedTime(began) > Patience)
                    throw new ToolFailedException($"After {Patience.TotalSeconds:0} s {stored:N0} of {orders:N0} orders of {productId} were stored.");
                await Task.Delay(LookEvery, cancellation);
            }
        }
    }

    public void Dispose() => http.Dispose();

    private Task PutHoldingAsync(string path, string productId, int stock, int holdSeconds, CancellationToken cancellation) => PutAsync(
        path, $$"""{"name":"{{productId}}","stock":{{stock}},"price":49.90,"currency":"EUR","holdSeconds":{{holdSeconds}}}""", cancellation);

    private Task PutWithRoomAsync(string path, string productId, int stock, DateTimeOffset startsAt, int perMinute, CancellationToken cancellation) => PutAsync(
        path, $$$"""{"name":"{{{productId}}}","stock":{{{stock}}},"room":{"startsAt":"{{{startsAt:O}}}","perMinute":{{{perMinute}}},"passSeconds":30}}""", cancellation);

    private async Task PutAsync(string path, string sale, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(sale, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Authorization = new("Bearer", OperatorKey);
        using var answer = await SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new ToolFailedException($"PUT {path} answered {(int)answer.StatusCode}.");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(request, cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ToolFailedException($"{request.Method} {request.RequestUri} got no answer: {failure.Message}", failure);
        }
    }
}
