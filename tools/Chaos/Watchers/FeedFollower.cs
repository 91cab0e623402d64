using System.Text.Json;
using Shop;

namespace FlashFlow.Chaos.Watchers;

/// <summary>A shop's program that keeps a table of orders from the feed alone, with the consumer that the documentation shows, at whichever front answers.</summary>
internal sealed class FeedFollower : IDisposable
{
    private const int WaitSeconds = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly FeedConsumer consumer;
    private string? defect;

    /// <param name="fronts">Where the feed can be read.</param>
    public FeedFollower(IReadOnlyList<Uri> fronts)
    {
        http = new(new NextFront(fronts)) { BaseAddress = fronts[0], Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "demo-shop-key");
        consumer = new(http);
    }

    /// <summary>Its table, and what it missed.</summary>
    public async Task<ReaderMatch> LookAsync()
    {
        await turn.WaitAsync();
        try
        {
            return new("the feed", defect, consumer.Orders.ToDictionary());
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Follows until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && defect is null)
        {
            await turn.WaitAsync(CancellationToken.None);
            try
            {
                await consumer.ReadAsync(WaitSeconds, cancellation);
            }
            catch (InvalidDataException missing)
            {
                defect = missing.Message;
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                await Task.Delay(Pause, CancellationToken.None);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    public void Dispose()
    {
        http.Dispose();
        turn.Dispose();
    }

    /// <summary>Sends each call to the next front.</summary>
    private sealed class NextFront(IReadOnlyList<Uri> fronts) : DelegatingHandler(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(1) })
    {
        private int calls;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new(fronts[calls++ % fronts.Count], request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
