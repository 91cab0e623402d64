using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Testing;

/// <summary>A collector of telemetry: takes OTLP over HTTP and keeps it.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> received = new();
    private readonly WebApplication app;

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapPost("/v1/{signal}", KeepAsync);
    }

    /// <summary>What a process is told so that it sends here.</summary>
    public (string Key, string Value)[] Settings =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", app.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

    /// <summary>Every span so far.</summary>
    public IReadOnlyList<CollectedSpan> Spans => [.. Bodies("traces").SelectMany(body => CollectedSpan.ReadAll(body))];

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector.app.StartAsync();
        return collector;
    }

    /// <summary>All that came of <c>traces</c>, <c>metrics</c> or <c>logs</c>, as bytes in which texts can be found.</summary>
    public string Raw(string signal) => string.Concat(Bodies(signal).Select(Encoding.Latin1.GetString));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IEnumerable<byte[]> Bodies(string signal) => received.Where(one => one.Signal == signal).Select(one => one.Body);

    private async Task KeepAsync(string signal, HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue((signal, body.ToArray()));
    }
}
