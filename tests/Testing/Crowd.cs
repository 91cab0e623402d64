using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FlashFlow.Testing;

/// <summary>Shoppers who buy over HTTP, at any of several fronts, and ask again until they know.</summary>
public sealed class Crowd(string productId, params Uri[] fronts) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 200 }) { Timeout = TimeSpan.FromSeconds(10) };

    private int refused;

    /// <summary>The fronts where shoppers try; a test may take one away or add one.</summary>
    public ConcurrentBag<Uri> Fronts { get; set; } = [.. fronts];

    /// <summary>How often somebody had to ask again, since a front could not say.</summary>
    public int Refused => refused;

    /// <summary>Answers so far.</summary>
    public ConcurrentQueue<Answer> Answers { get; } = new();

    /// <summary>One buy, asked again with its key (at another front, if there is one) until there is a definite answer.</summary>
    public async Task<Answer> BuyAsync(string shopperId, string? key, int quantity = 1)
    {
        var bound = DateTime.UtcNow + Patience;
        for (var attempt = 0; ; attempt++)
        {
            var answer = await TryAsync(shopperId, key, quantity, attempt);
            if (answer is { IsDefinite: true } || key is null)
            {
                Answers.Enqueue(answer);
                return answer;
            }

            Interlocked.Increment(ref refused);
            if (DateTime.UtcNow > bound)
                throw new TimeoutException($"Shopper {shopperId} has had no definite answer for {Patience.TotalSeconds:0} s; the last was {answer}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Many shoppers, some at a time, each one buy.</summary>
    public Task BuyAsync(IEnumerable<(string ShopperId, string? Key, int Quantity)> buys, int atOnce = 64) =>
        Parallel.ForEachAsync(
            buys,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (buy, _) => await BuyAsync(buy.ShopperId, buy.Key, buy.Quantity));

    public void Dispose() => client.Dispose();

    private async Task<Answer> TryAsync(string shopperId, string? key, int quantity, int attempt)
    {
        var choice = Fronts.ToArray();
        var front = choice[(int)((uint)(shopperId.GetHashCode(StringComparison.Ordinal) + attempt) % choice.Length)];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(front, $"/products/{productId}/orders"))
        {
            Content = JsonContent.Create(new { shopperId, quantity }),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var response = await client.SendAsync(request);
            var body = JsonNode.Parse(await response.Content.ReadAsStringAsync());
            return new(shopperId, key, quantity, response.StatusCode, body?["orderId"]?.GetValue<Guid>(), body?["code"]?.GetValue<string>());
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or TaskCanceledException or JsonException)
        {
            return new(shopperId, key, quantity, null, null, failure.Message);
        }
    }

    /// <summary>What a shopper heard.</summary>
    public sealed record Answer(string ShopperId, string? Key, int Quantity, HttpStatusCode? Status, Guid? OrderId, string? Code)
    {
        public bool HasOrder => Status is HttpStatusCode.Accepted or HttpStatusCode.OK;

        public bool IsDefinite => HasOrder || Status is HttpStatusCode.Conflict;
    }
}
