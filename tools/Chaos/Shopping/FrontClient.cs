using System.Net.Http.Headers;
using System.Text.Json;
using FlashFlow.Load;

namespace FlashFlow.Chaos.Shopping;

/// <summary>Calls the fronts as shoppers and operators do, one after the other, and takes none of their failures for an end.</summary>
/// <param name="fronts">Where they are.</param>
/// <param name="cancellation">Everybody goes home.</param>
internal sealed class FrontClient(IReadOnlyList<Uri> fronts, CancellationToken cancellation) : IDisposable
{
    private const string OperatorKey = "demo-operator-key";
    private const string ShopKey = "demo-shop-key";

    // Above the engine's own deadline for Redis (2 s), below the one of the cluster (8 s): both kinds of silence occur.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly HttpClient http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1) }) { Timeout = Timeout.InfiniteTimeSpan };
    private int calls;

    /// <summary>One request of a buy, at the next front.</summary>
    /// <param name="buy">The buy.</param>
    /// <param name="hangUpAfter">The client goes away without waiting for the answer; null: it waits.</param>
    public async Task<Reply> BuyAsync(ClientBuy buy, TimeSpan? hangUpAfter = null)
    {
        using var request = Request(
            HttpMethod.Post,
            $"/products/{buy.ProductId}/orders",
            $$"""{"shopperId":"{{buy.ShopperId}}","quantity":{{buy.Quantity}}{{(buy.Pass is null ? "" : $",\"pass\":\"{buy.Pass}\"")}}}""",
            buy.Key);
        return await SendAsync(request, hangUpAfter ?? Patience, Read);
    }

    /// <summary>One request of a shop that changes an order, at the next front.</summary>
    /// <param name="productId">The product.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="change">What is asked of it.</param>
    /// <param name="hangUpAfter">The client goes away without waiting for the answer; null: it waits.</param>
    public async Task<Reply> ChangeAsync(string productId, Guid orderId, ChangeRequest change, TimeSpan? hangUpAfter = null)
    {
        using var request = Request(HttpMethod.Post, $"/products/{productId}/orders/{orderId}/{change.Kind}", change.Body, change.Key);
        request.Headers.Authorization = new("Bearer", ShopKey);
        return await SendAsync(request, hangUpAfter ?? Patience, Read);
    }

    /// <summary>Any other call, at the next front.</summary>
    /// <returns>The status, 0 when there was no whole answer, and the body.</returns>
    public async Task<(int Status, byte[] Body)> AskAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = Request(method, path, body, key: null);
        return await SendAsync(request, Patience, (status, answer) => (status, answer));
    }

    /// <summary>How many units of a product are held; null when nobody answers.</summary>
    public async Task<long?> FindHeldAsync(string productId)
    {
        using var request = Request(HttpMethod.Get, $"/products/{productId}", body: null, key: null);
        return await SendAsync(request, Patience, (status, answer) => status == 200 ? Number(answer, "held") : (long?)null);
    }

    /// <summary>An operator's call, at the next front.</summary>
    /// <returns>The answer's body; null when it did not succeed.</returns>
    public async Task<byte[]?> OperateAsync(HttpMethod method, string path, string? body, string? key = null)
    {
        using var request = Request(method, path, body, key);
        request.Headers.Authorization = new("Bearer", OperatorKey);
        return await SendAsync(request, Patience, (status, answer) => status is >= 200 and < 300 ? answer : null);
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path, string? body, string? key)
    {
        var front = fronts[(int)((uint)Interlocked.Increment(ref calls) % fronts.Count)];
        var request = new HttpRequestMessage(method, new Uri(front, path));
        if (body is not null)
            request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private async Task<T?> SendAsync<T>(HttpRequestMessage request, TimeSpan patience, Func<int, byte[], T> read)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(patience);
        try
        {
            using var answer = await http.SendAsync(request, end.Token);
            return read((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(end.Token));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
        {
            return default;
        }
    }

    private static Reply Read(int status, byte[] body) => new(
        status,
        Guid.TryParse(JsonMember.Find(body, "orderId"u8), out var orderId) ? orderId : null,
        JsonMember.Find(body, "code"u8),
        JsonMember.Find(body, "code"u8) is null ? JsonMember.Find(body, "status"u8) : null);

    /// <summary>A number in an answer.</summary>
    public static long Number(byte[] json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty(name).GetInt64();
    }
}
