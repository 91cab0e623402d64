using FlashFlow.WebFront.Shoppers;
using FlashFlow.WebFront.Tests.Orders;

namespace FlashFlow.WebFront.Tests.Shoppers;

/// <summary>Tests with fronts of their own, where shoppers are known by tokens.</summary>
public abstract class ShopperFronts(SharedFront shared) : HoldTests(shared), IAsyncLifetime
{
    private readonly List<IAsyncDisposable> running = [];

    internal SigningShop Shop { get; } = new();

    private KeysOfFile File { get; } = new("");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var front in running)
            await front.DisposeAsync();
        File.Dispose();
        Shop.Dispose();
    }

    internal async Task<RunningFront> StartAsync(ShopperTokenMode mode, params (string Key, string Value)[] settings)
    {
        File.Write(Shop.KeySet());
        var front = await RunningFront.StartAsync(Sandbox, [.. RunningFront.WithNamedKeys, .. File.Settings(mode.ToString()), .. settings]);
        running.Add(front);
        return front;
    }

    internal Task<HttpAnswer> BuyAsync(RunningFront front, string? token, object body, string? key = null) => front.SendAsync(
        HttpMethod.Post,
        $"/products/{Product}/orders",
        RunningFront.Json(body),
        [.. Bearer(token), .. key is null ? Array.Empty<(string, string)>() : [("Idempotency-Key", key)]]);

    internal Task<HttpAnswer> FindAsync(RunningFront front, string? token, Guid orderId) =>
        front.SendAsync(HttpMethod.Get, $"/products/{Product}/orders/{orderId}", content: null, Bearer(token));

    internal Task<HttpAnswer> ReleaseAsync(RunningFront front, string? token, Guid orderId) =>
        front.SendAsync(HttpMethod.Post, $"/products/{Product}/orders/{orderId}/release", content: null, Bearer(token));

    private static (string, string)[] Bearer(string? token) => token is null ? [] : [("Authorization", $"Bearer {token}")];
}
