using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FlashFlow.Load;

namespace FlashFlow.Operator.Demo.Holds;

/// <summary>The front at which units are held and paid for, by the shoppers' calls, the shop's and those of the demo's payment provider.</summary>
internal sealed class HoldsFront(Uri uri) : IDisposable
{
    /// <summary>What is sold.</summary>
    public const string ProductId = "demo-holds";

    private const string OperatorKey = "demo-operator-key";
    private const string ShopKey = "demo-shop-key";
    private const string Orders = $"/products/{ProductId}/orders";
    private const string Codeless = "";

    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient http = new() { BaseAddress = uri, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Starts a new sale.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="DemoRefusedException">The front is not there, or not for a demo.</exception>
    public async Task<long> StartAsync(int stock, TimeSpan hold, CancellationToken cancellation)
    {
        var sale = new SaleBody("Demo of holds", stock, 49.90m, "EUR", (int)hold.TotalSeconds);
        while (true)
        {
            var (status, code, answer) = await SendAsync(
                HttpMethod.Put, $"/products/{ProductId}?reset=true", sale, HoldsJson.Default.SaleBody, OperatorKey, idempotencyKey: null, cancellation);
            if (answer is not null)
                return answer.Epoch;
            if (status == HttpStatusCode.Unauthorized)
                throw new DemoRefusedException($"The front at {uri} does not take the keys of a demo: it needs demo mode (FlashFlow__Front__DemoMode=true), and no keys of its own.");
            if (code != "holds_remain")
                throw new DemoRefusedException($"PUT /products/{ProductId} answered {(int)status} {code}".TrimEnd() + ".");
            await Task.Delay(RetryEvery, cancellation); // Of a run that was ended: they lapse.
        }
    }

    /// <summary>Asks for a unit. The same key again is the same request (G4).</summary>
    /// <returns>The unit that is held, or the code of why there is none.</returns>
    public async Task<(HeldUnit? Held, string Code)> HoldAsync(string shopperId, string key, TimeSpan hold, CancellationToken cancellation)
    {
        var (_, code, answer) = await SettleAsync(HttpMethod.Post, Orders, new BuyBody(shopperId, 1), HoldsJson.Default.BuyBody, key: null, key, cancellation);
        return answer is { ExpiresAt: { } expiresAt, Status: "held", Currency: { } currency }
            ? (new(answer.OrderId, expiresAt - hold, expiresAt, answer.Amount, currency), Codeless)
            : (null, answer?.Status ?? code);
    }

    /// <summary>Authorises what a unit costs.</summary>
    /// <returns>The payment, or null where the provider did not answer.</returns>
    public async Task<string?> PayAsync(HeldUnit unit, CancellationToken cancellation) => (await SettleAsync(
        HttpMethod.Post,
        "/demo/payments",
        new PaymentBody(unit.OrderId, unit.Amount, unit.Currency, "twice"),
        HoldsJson.Default.PaymentBody,
        key: null,
        idempotencyKey: null,
        cancellation)).Answer?.PaymentRef;

    /// <summary>Confirms with a payment.</summary>
    /// <returns>Whether the unit is the shopper's, whether it was late for that, and the code of why it is not.</returns>
    public async Task<(bool IsConfirmed, bool IsReinstated, string Code)> ConfirmAsync(HeldUnit unit, string paymentRef, CancellationToken cancellation)
    {
        var payment = new ConfirmBody(paymentRef, unit.Amount, unit.Currency);
        var (_, code, answer) = await SettleAsync(
            HttpMethod.Post, $"{Orders}/{unit.OrderId}/confirm", payment, HoldsJson.Default.ConfirmBody, ShopKey, idempotencyKey: null, cancellation);
        return (answer is not null, answer?.Reinstated ?? false, code);
    }

    public void Dispose() => http.Dispose();

    // Until there is an answer that says something: each of these calls may be sent again.
    private async Task<(HttpStatusCode Status, string Code, HoldsAnswer? Answer)> SettleAsync<TBody>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> type, string? key, string? idempotencyKey, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var answer = await SendAsync(method, path, body, type, key, idempotencyKey, cancellation);
                if (answer.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                    return answer;
            }
            catch (DemoRefusedException) when (!cancellation.IsCancellationRequested)
            {
            }

            await Task.Delay(RetryEvery, cancellation);
        }
    }

    private async Task<(HttpStatusCode Status, string Code, HoldsAnswer? Answer)> SendAsync<TBody>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> type, string? key, string? idempotencyKey, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, type) };
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            var content = await answer.Content.ReadAsByteArrayAsync(cancellation);
            return answer.IsSuccessStatusCode
                ? (answer.StatusCode, Codeless, JsonSerializer.Deserialize(content, HoldsJson.Default.HoldsAnswer))
                : (answer.StatusCode, JsonMember.Find(content, "code"u8) ?? $"{(int)answer.StatusCode}", null);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DemoRefusedException($"No front answers {method} {path} at {uri} ({failure.Message}): is FlashFlow up?", failure);
        }
    }
}
