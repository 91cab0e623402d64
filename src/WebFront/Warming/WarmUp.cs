using System.Text;
using FlashFlow.WebFront.Doors;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlashFlow.WebFront.Warming;

/// <summary>
/// The first crowd of a front is the front itself: before it says that it is ready it places orders for a product that nobody sells, so
/// that code is compiled and connections are open when shoppers come. Nothing is sold, stored, published or counted.
/// </summary>
/// <remarks>
/// Orders by HTTP go as far as the question whether there is such a product; a guard of the warm-up's own takes the way from there,
/// through the coalescer to the ledger.
/// </remarks>
internal sealed class WarmUp(
    FrontOptions options,
    ConnectionOptions connections,
    GuardOptions bounds,
    ImaginaryProduct product,
    IServer server,
    [FromKeyedServices(StockLedgers.ForWarmUp)] IStockLedger ledger,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<WarmUp> logger) : BackgroundService
{
    private const int Callers = 16;
    private const int OrdersPerCaller = 1_000;

    // Whoever traces shoppers need not see the front talk to itself: this says that the trace is not recorded.
    private const string Untraced = "00-00000000000000000000000000000001-0000000000000001-00";

    private readonly StockGuard guard = new(product.Id, HighWaterMark.None, ledger, bounds, time, NullLogger.Instance, GuardInstruments.None);
    private volatile bool isDone = options.WarmUpMilliseconds == 0;
    private int orders;

    /// <summary>Whether it is over, however it ended.</summary>
    public bool IsDone => isDone;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (isDone)
            return;
        try
        {
            await ListeningAsync(stoppingToken);
            await WarmAsync(stoppingToken);
        }
        finally
        {
            isDone = true;
        }
    }

    private async Task WarmAsync(CancellationToken stopping)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (OwnAddress.Find(addresses) is not { } address)
        {
            logger.LogInformation("There is no warm-up, since this front listens on no address without TLS");
            return;
        }

        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.WarmUpMilliseconds), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        using var client = Client(address);
        try
        {
            // Most of what may be open stays free for whoever asks whether this front is ready.
            await Task.WhenAll(Enumerable.Range(0, Math.Min(Callers, connections.MaxOpen / 4)).Select(_ => CallAsync(client, end.Token)));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // As long as it may take.
        }
        catch (HttpRequestException failure)
        {
            logger.LogWarning("The warm-up ended early, since this front does not reach itself at {Address}: {Reason}", address, failure.Message);
        }

        logger.LogInformation("Warmed up with {Orders} orders in {Milliseconds:0} ms", orders, time.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task CallAsync(HttpClient client, CancellationToken end)
    {
        for (var i = 0; i < OrdersPerCaller; i++)
        {
            // Each from a shopper of its own, or the limit per shopper would refuse them.
            var shopperId = $"{product.Id}-{Interlocked.Increment(ref orders)}";
            using var order = new StringContent($$"""{"shopperId":"{{shopperId}}","quantity":1}""", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri($"/products/{product.Id}/orders", UriKind.Relative), order, end);
            var buy = await guard.BuyAsync(new BuyRequest(OrderIds.New(), shopperId, 1, TraceParent: Untraced)).AsTask().WaitAsync(end);
            if (buy.Outcome != BuyOutcome.UnknownProduct)
                return; // The ledger is away, and asking thousands of times would not bring it back.
        }
    }

    private static HttpClient Client(Uri address)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null };
        var client = new HttpClient(handler) { BaseAddress = address };
        client.DefaultRequestHeaders.Add("traceparent", Untraced);
        return client;
    }

    private async Task ListeningAsync(CancellationToken stopping)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(stopping);
    }
}
