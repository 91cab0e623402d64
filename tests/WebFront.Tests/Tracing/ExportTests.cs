using System.Diagnostics;
using FlashFlow.Core;
using FlashFlow.Infrastructure.Hosting;

namespace FlashFlow.WebFront.Tests.Tracing;

/// <summary>What a front tells a collector.</summary>
public sealed class ExportTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_collector_gets_traces_metrics_and_logs_with_the_version_of_what_was_built()
    {
        await using var collector = await Collector.StartAsync();
        await using (var front = await RunningFront.StartAsync(Sandbox, [.. collector.Settings, RunningFront.WithOperatorKey, ("OTEL_SERVICE_NAME", "the-front")]))
        {
            (await front.DefineAsync(Product, new { name = "Phone", stock = 10 })).Is(201);
            for (var buy = 0; buy < 5; buy++)
                (await front.BuyAsync(Product)).Is(202);
            Assert.Equal(200, (await front.GetAsync("/health/ready")).Status);
        }

        // Of the buys the first alone, and nothing that no call is behind.
        var roots = collector.Spans.Where(span => span.ParentId.Length == 0).ToArray();
        Assert.Equal(["POST /products/{productId}/orders/", "PUT /products/{productId}/"], roots.Select(span => span.Name).Order(StringComparer.Ordinal));
        Assert.All(collector.Spans, span => Assert.Equal("the-front", span.Service));
        Assert.Contains(collector.Spans, span => span.Name is "grain buy" or "ledger buy");

        foreach (var name in new[] { "flashflow.buys", "http.server.request.duration", "kestrel.active_connections", "dotnet.gc.collections" })
            Assert.Contains(name, collector.Raw("metrics"), StringComparison.Ordinal);
        Assert.Contains("Application started.", collector.Raw("logs"), StringComparison.Ordinal);
        foreach (var signal in new[] { "traces", "metrics", "logs" })
            Assert.Contains(TelemetryExport.Version, collector.Raw(signal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_collector_nobody_listens()
    {
        using var source = new ActivitySource(Telemetry.Name);
        await using var front = await RunningFront.StartAsync(Sandbox);
        Assert.False(source.HasListeners());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("some")]
    public async Task A_wrong_rate_stops_the_start_and_is_named(string oneIn)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningFront.StartAsync(Sandbox, ("FlashFlow:Telemetry:SampleOneIn", oneIn)));
        Assert.Contains("FlashFlow:Telemetry:SampleOneIn", failure.Message, StringComparison.Ordinal);
    }
}
