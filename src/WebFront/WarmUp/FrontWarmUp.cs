using System.Net.Http.Headers;
using System.Text;
using FlashFlow.Infrastructure.Hosting;
using FlashFlow.WebFront.Limits;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace FlashFlow.WebFront.WarmUp;

/// <summary>The first crowd of a front is the front itself: it places orders for products that nobody sells (<see cref="Rehearsal"/>).</summary>
internal sealed class FrontWarmUp(
    FrontOptions options,
    ConnectionOptions connections,
    ImaginaryProduct product,
    IServer server,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<FrontWarmUp> logger) : WarmUpService(TimeSpan.FromMilliseconds(options.WarmUpMilliseconds), lifetime, time, logger)
{
    private const int MostWorkers = 16;

    // Each way of a name that nobody knows asks Redis and PostgreSQL, which other processes ask too.
    private const int UnknownOneIn = 100;

    // Whoever traces shoppers need not see the front talk to itself: this says that the trace is not recorded.
    private const string Untraced = "00-00000000000000000000000000000001-0000000000000001-00";

    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null });

    // Most of what may be open stays free for whoever asks whether this front is ready.
    protected override int Workers => Math.Min(MostWorkers, connections.MaxOpen / 4);

    public override void Dispose()
    {
        client.Dispose();
        base.Dispose();
    }

    protected override string? Prepare()
    {
        if (OwnAddress.Find(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []) is not { } address)
            return "this front listens on no address without TLS";
        client.BaseAddress = address;
        client.DefaultRequestHeaders.Add("traceparent", Untraced);
        return null;
    }

    protected override async Task<bool> WorkAsync(int turn, CancellationToken end)
    {
        var productId = turn % UnknownOneIn == 0 ? product.Unknown : turn % 2 == 0 ? product.Id : product.SoldOut;

        // Each from a shopper of its own, or the limit per shopper would refuse them.
        using var order = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"shopperId":"{{product.Id}}-{{turn}}","quantity":1}"""));
        order.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await client.PostAsync(new Uri($"/products/{productId}/orders", UriKind.Relative), order, end);
        return (int)answer.StatusCode < StatusCodes.Status500InternalServerError;
    }
}
