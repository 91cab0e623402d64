using System.Globalization;
using System.Text.Json;
using FlashFlow.Chaos.Plan;

namespace FlashFlow.Chaos.Shopping;

/// <summary>The operators: each call is made again until it has succeeded.</summary>
internal sealed class Operators(FrontClient client, IReadOnlyList<ChaosProduct> products) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // A call that had no answer is carried out when what was frozen goes on, which is by then.
    private static readonly TimeSpan NothingIsLate = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(6);

    private const int FastPerMinute = 6_000;

    private readonly Dictionary<string, long> added = [];
    private readonly SemaphoreSlim desk = new(1, 1);

    /// <summary>Units added so far, by product, as the operators know it.</summary>
    public IReadOnlyDictionary<string, long> Added => added;

    /// <summary>Puts a product on sale.</summary>
    /// <returns>The sale's epoch.</returns>
    public async Task<long> DefineAsync(ChaosProduct product, CancellationToken cancellation) =>
        FrontClient.Number(await InsistAsync(HttpMethod.Put, $"/products/{product.ProductId}", BodyOf(product), key: null, cancellation), "epoch");

    /// <summary>Ends a room, and begins another one that draws after some seconds. Without a room everybody can buy: the sale is paused by then.</summary>
    public async Task BeginRoomAnewAsync(ChaosProduct product, CancellationToken cancellation)
    {
        while (await HasRoomAsync(product.ProductId, cancellation))
            if (await client.OperateAsync(HttpMethod.Delete, $"/products/{product.ProductId}/room", body: null) is null)
                await Task.Delay(NothingIsLate, cancellation);
        await DefineAsync(product, cancellation);
    }

    /// <summary>Has everybody who waits come in soon.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="units">Units that are added for them.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task LetInAsync(string productId, int units, CancellationToken cancellation)
    {
        await ResumeAsync(productId, cancellation);
        await DoAsync(new RateStep(default, productId, FastPerMinute), cancellation);
        await DoAsync(new RestockStep(default, productId, units), cancellation);
    }

    /// <summary>Pauses these sales; no step of the plan is done until <see cref="SellAgainAsync"/>.</summary>
    public async Task StopSellingAsync(IReadOnlyList<string> productIds, CancellationToken cancellation)
    {
        await desk.WaitAsync(cancellation);
        foreach (var productId in productIds)
            await InsistAsync(HttpMethod.Post, $"/products/{productId}/pause", body: null, key: null, cancellation);
    }

    /// <summary>Resumes them.</summary>
    public async Task SellAgainAsync(IReadOnlyList<string> productIds, CancellationToken cancellation)
    {
        foreach (var productId in productIds)
            await ResumeAsync(productId, cancellation);
        desk.Release();
    }

    /// <summary>Does a step of the plan; returns when it is done.</summary>
    public async Task DoAsync(ChaosStep step, CancellationToken cancellation)
    {
        await desk.WaitAsync(cancellation);
        try
        {
            await DoAloneAsync(step, cancellation);
        }
        finally
        {
            desk.Release();
        }
    }

    public Task ResumeAsync(string productId, CancellationToken cancellation) =>
        InsistAsync(HttpMethod.Post, $"/products/{productId}/resume", body: null, key: null, cancellation);

    public void Dispose() => desk.Dispose();

    private static string BodyOf(ChaosProduct product) =>
        $$"""{"name":"{{product.ProductId}}","stock":{{product.Stock}},"limitPerShopper":{{product.Limit}}{{HoldsOf(product)}}{{RoomOf(product)}}}""";

    private async Task<bool> HasRoomAsync(string productId, CancellationToken cancellation)
    {
        using var sale = JsonDocument.Parse(await InsistAsync(HttpMethod.Get, $"/products/{productId}", body: null, key: null, cancellation));
        return sale.RootElement.GetProperty("room").ValueKind != JsonValueKind.Null;
    }

    private static string RoomOf(ChaosProduct product) => !product.HasRoom ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $$""","room":{"startsAt":"{{DateTimeOffset.UtcNow + Gathering:o}}","perMinute":600,"passSeconds":{{ChaosProduct.PassLasts.TotalSeconds}},"ahead":{{ChaosProduct.Ahead}}}""");

    private static string HoldsOf(ChaosProduct product) => product.Hold == TimeSpan.Zero ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $""","price":{ChaosProduct.Price / 100m},"currency":"{ChaosProduct.Currency}","holdSeconds":{product.Hold.TotalSeconds},"holdMaxSeconds":{product.LongestHold.TotalSeconds},"returnAfterSeconds":{product.ReturnAfter.TotalSeconds}""");

    private async Task DoAloneAsync(ChaosStep step, CancellationToken cancellation)
    {
        switch (step)
        {
            case RestockStep restock:
                // Under one key, so that units are added once however often it is asked.
                var key = $"restock-{restock.ProductId}-{restock.At.TotalMilliseconds:0}";
                await InsistAsync(HttpMethod.Post, $"/products/{restock.ProductId}/restock", $$"""{"units":{{restock.Units}}}""", key, cancellation);
                added[restock.ProductId] = added.GetValueOrDefault(restock.ProductId) + restock.Units;
                break;
            case PauseStep pause:
                await InsistAsync(HttpMethod.Post, $"/products/{pause.ProductId}/pause", body: null, key: null, cancellation);
                await Task.Delay(pause.Pause, cancellation);
                await ResumeAsync(pause.ProductId, cancellation);
                break;
            case RateStep rate:
                await InsistAsync(HttpMethod.Post, $"/products/{rate.ProductId}/room/rate", $$"""{"perMinute":{{rate.PerMinute}}}""", key: null, cancellation);
                break;
            case RoomStep room:
                await InsistAsync(HttpMethod.Post, $"/products/{room.ProductId}/pause", body: null, key: null, cancellation);
                await BeginRoomAnewAsync(products.Single(product => product.ProductId == room.ProductId), cancellation);
                await ResumeAsync(room.ProductId, cancellation);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "No operator does this.");
        }
    }

    /// <summary>An operator's call, until it has succeeded.</summary>
    /// <returns>The answer's body.</returns>
    public async Task<byte[]> InsistAsync(HttpMethod method, string path, string? body, string? key, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await client.OperateAsync(method, path, body, key) is { } answer)
                return answer;
            if (patience.IsCancellationRequested)
                throw new ToolFailedException($"An operator's {method} {path} has not succeeded for {Patience.TotalMinutes:0} minutes.");
            await Task.Delay(Pause, cancellation);
        }
    }
}
