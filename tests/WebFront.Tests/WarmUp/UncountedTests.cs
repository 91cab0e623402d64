using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FlashFlow.Core;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Supervisor.Servers;
using FlashFlow.WebFront.Orders;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.WebFront.Tests.WarmUp;

/// <summary>The product that nobody sells shows nowhere.</summary>
public abstract class UncountedTests(SharedFront shared) : SharedFrontTests(shared)
{
    [Fact]
    public async Task A_warm_up_is_in_no_metric_of_buys_ledger_or_HTTP()
    {
        using var metrics = new Metrics();
        await using var front = await RunningFront.StartAsync(Sandbox, ("FlashFlow:Front:WarmUpMilliseconds", "1500"));
        await Eventually.SeesAsync("the end of the warm-up", () => front.GetAsync("/health/ready"), answer => answer.Status == 200);
        await front.BuyAsync(front.Services.GetRequiredService<ImaginaryProduct>().Id); // The last call of a warm-up comes after its end.
        await Eventually.HoldsAsync("calls that are measured", () => Task.FromResult(!metrics.Seen.IsEmpty));

        // Other fronts in this process may still be ending calls of tests before this one.
        var factory = front.Services.GetRequiredService<IMeterFactory>();
        var here = metrics.Seen.Where(seen => seen.Scope is null || seen.Scope == factory).Select(seen => seen.Text).ToArray();
        Assert.NotEmpty(here);
        Assert.All(here, seen => Assert.Contains("/health/ready", seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_orders_are_not_counted_also_when_the_ledger_is_away()
    {
        await using var front = RunningFront.Build(Sandbox, ("FlashFlow:Redis:Configuration", $"127.0.0.1:{FreePort.Find()}"));
        var imaginary = front.Services.GetRequiredService<ImaginaryProduct>();
        var checkout = front.Services.GetRequiredService<Checkout>();
        using var metrics = new Metrics();

        Assert.Equal(OrderOutcome.Unavailable, (await checkout.BuyAsync(imaginary.Id, "ada", 1)).Result.Outcome);
        Assert.Empty(metrics.Seen);
        Assert.Equal(OrderOutcome.Unavailable, (await checkout.BuyAsync(Product, "ada", 1)).Result.Outcome);
        Assert.Single(metrics.Seen);
    }

    /// <summary>What is measured of buys, of the ledger and the grains, and of answers over HTTP.</summary>
    private sealed class Metrics : IDisposable
    {
        private static readonly string[] Watched =
            ["flashflow.buys", "flashflow.ledger.batch_size", "flashflow.grain_call.duration", "db.client.operation.duration", "http.server.request.duration"];

        private readonly MeterListener listener = new();

        public Metrics()
        {
            listener.InstrumentPublished = (instrument, listening) =>
            {
                if (Watched.Contains(instrument.Name) && instrument.Meter.Name is Telemetry.Name or "Microsoft.AspNetCore.Hosting")
                    listening.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => See(instrument, tags));
            listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => See(instrument, tags));
            listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => See(instrument, tags));
            listener.Start();
        }

        /// <summary>What was measured, and by the meters of which front; null where all share one.</summary>
        public ConcurrentQueue<(object? Scope, string Text)> Seen { get; } = [];

        public void Dispose() => listener.Dispose();

        private void See(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Seen.Enqueue((instrument.Meter.Scope, $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        }
    }
}

public sealed class UncountedInClusterTests(ClusterFront shared) : UncountedTests(shared);

[Collection(StandaloneFront.Name)]
public sealed class UncountedStandaloneTests(StandaloneFront shared) : UncountedTests(shared);
