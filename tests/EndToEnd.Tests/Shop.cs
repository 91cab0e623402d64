using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>A shop over HTTP, at any of several fronts: it holds units for shoppers, and confirms with its key what they have paid for.</summary>
internal sealed class Shop(string productId, params Uri[] fronts) : IDisposable
{
    private static readonly AuthenticationHeaderValue Key = new("Bearer", "demo-shop-key");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1_000 }) { Timeout = TimeSpan.FromSeconds(15) };
    private int calls;

    /// <summary>Where it calls, in turn; a test may take one away or add one.</summary>
    public IReadOnlyList<Uri> Fronts { get; set; } = fronts;

    /// <summary>Asks once for a unit, without a key.</summary>
    public Task<ShopAnswer> TryToHoldAsync(string shopperId) => SendAsync($"/products/{productId}/orders", new { shopperId, quantity = 1 });

    /// <summary>Asks for a unit under the shopper's key, until it knows.</summary>
    public Task<ShopAnswer> HoldAsync(string shopperId) => Eventually.SeesAsync(
        $"an answer to {shopperId}, who wants a unit",
        () => SendAsync($"/products/{productId}/orders", new { shopperId, quantity = 1 }, idempotencyKey: shopperId),
        answer => answer.IsFinal,
        Patience);

    /// <summary>Confirms a hold, and asks until it knows.</summary>
    public Task<ShopAnswer> ConfirmAsync(Guid orderId, string paymentRef, long amount, string currency) => Eventually.SeesAsync(
        $"an answer to payment {paymentRef} of order {orderId}",
        () => SendAsync($"/products/{productId}/orders/{orderId}/confirm", new { paymentRef, amount, currency }),
        answer => answer.IsFinal,
        Patience);

    /// <summary>Asks for a unit of each product together, under the shopper's key.</summary>
    public Task<ShopAnswer> HoldTogetherAsync(string shopperId, IEnumerable<string> productIds, bool mayTryAgain) => UntilKnownAsync(
        $"an answer to {shopperId}, who wants several units",
        () => SendAsync("/orders", new { shopperId, lines = productIds.Select(id => new { productId = id, quantity = 1 }) }, idempotencyKey: shopperId),
        mayTryAgain);

    /// <summary>Confirms what is held together.</summary>
    public Task<ShopAnswer> ConfirmTogetherAsync(ShopAnswer held, string paymentRef, bool mayTryAgain) => UntilKnownAsync(
        $"an answer to payment {paymentRef} of the orders {held.OrderId}",
        () => SendAsync($"/carts/{held.OrderId}/confirm", new { paymentRef, amount = held.Amount, currency = held.Currency }),
        mayTryAgain);

    /// <summary>Gives a hold up, and asks until it knows.</summary>
    public Task<ShopAnswer> ReleaseAsync(Guid orderId) => Eventually.SeesAsync(
        $"an answer to the release of order {orderId}",
        () => SendAsync($"/products/{productId}/orders/{orderId}/release"),
        answer => answer.IsFinal,
        Patience);

    /// <summary>Asks the demo's provider to authorise a payment, which it does so late.</summary>
    /// <returns>The payment.</returns>
    public async Task<string> AuthoriseAsync(ShopAnswer hold, TimeSpan delay)
    {
        var payment = await SendAsync(
            "/demo/payments", new { orderId = hold.OrderId, amount = hold.Amount, currency = hold.Currency, behaviour = "late", delayMs = (int)delay.TotalMilliseconds });
        return payment.Text("paymentRef") ?? throw new InvalidOperationException($"The provider answered {payment}.");
    }

    public void Dispose() => client.Dispose();

    private static Task<ShopAnswer> UntilKnownAsync(string what, Func<Task<ShopAnswer>> call, bool mayTryAgain) =>
        mayTryAgain ? Eventually.SeesAsync(what, call, answer => answer.IsFinal, Patience) : call();

    private async Task<ShopAnswer> SendAsync(string path, object? body = null, string? idempotencyKey = null)
    {
        var front = Fronts[(int)((uint)Interlocked.Increment(ref calls) % Fronts.Count)];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(front, path)) { Headers = { Authorization = Key } };
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        try
        {
            using var response = await client.SendAsync(request);
            return new((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or TaskCanceledException or JsonException)
        {
            return ShopAnswer.None;
        }
    }
}
