using System.Diagnostics;
using FlashFlow.Bench.Generators;
using FlashFlow.Bench.Requests;
using FlashFlow.Bench.Results;
using FlashFlow.Load;

namespace FlashFlow.Bench;

/// <summary>Has many holds lapse in the same second, and watches their units come back while others buy.</summary>
internal sealed class LapseRun(BenchEngine engine, BenchLog log)
{
    /// <summary>How many lapse.</summary>
    public const int Holds = 100_000;

    private const string ProductId = "bench-lapse";
    private const int Accepted = 202;
    private const int Stock = Holds + BenchSales.Plenty;
    private const double BuysPerSecond = 200;
    private const int Connections = 200;

    // Deadlines are this far from the beginning: holds that begin a second later last a second less.
    private const int SecondsToDeadline = 120;
    private const int LeastHoldSeconds = 5;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Measures once.</summary>
    /// <exception cref="ToolFailedException">The holds could not be had in time, or did not come back.</exception>
    public async Task<LapseResult> RunAsync(CancellationToken cancellation)
    {
        var holds = await HoldAsync(cancellation);
        var (first, last) = (holds.Min(), holds.Max());
        log.Tell($"{holds.Count:N0} holds lapse within {(last - first).TotalSeconds:N2} s, in {(first - DateTimeOffset.UtcNow).TotalSeconds:N0} s");
        var calls = new ScriptCalls(engine.Access.Redis);
        await calls.BeginAsync();

        // The second stage begins with the first deadline.
        using var buys = new OpenLoad(TimedHolds.Buy(engine.Fleet.Front, ProductId) with { Connections = Connections });
        buys.Connect(cancellation);
        await DelayUntilAsync(first - Slice, cancellation);
        OpenLoadStage[] stages = [new("before", BuysPerSecond, Slice), new("meanwhile", BuysPerSecond, last - first + Slice)];
        var load = buys.RunAsync(stages, observer: null, whenBegins: null, cancellation);
        var back = await AwaitBackAsync(holds.Count, last, cancellation);
        var reports = await load;
        var longest = await calls.ReadAsync();
        await engine.Sales.AwaitStoredAsync([ProductId], cancellation);
        engine.Fleet.Check();
        return new(
            holds.Count,
            (last - first).TotalSeconds,
            back.TotalSeconds,
            BuysPerSecond,
            LatencyOf(reports[0]),
            LatencyOf(reports[1]),
            reports.Sum(report => report.Offered - report.Count(Accepted)),
            longest.DefaultIfEmpty().Max().TotalMilliseconds,
            longest.Count);
    }

    private async Task<IReadOnlyList<DateTimeOffset>> HoldAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        await engine.Sales.StartHoldingAsync(ProductId, Stock, SecondsToDeadline, cancellation);
        log.Tell($"holding {Holds:N0} units");
        var buy = TimedHolds.Buy(engine.Fleet.Front, ProductId);
        var requests = new TimedHolds(buy);
        var load = LoadGenerator.RunAsync(
            buy with
            {
                Requests = requests,
                Connections = engine.Connections,
                MaxRequests = Holds,
                Duration = TimeSpan.FromSeconds(SecondsToDeadline - LeastHoldSeconds),
            },
            cancellation: cancellation);
        for (var second = 1; !load.IsCompleted && SecondsToDeadline - second >= LeastHoldSeconds; second++)
        {
            var next = TimeSpan.FromSeconds(second) - Stopwatch.GetElapsedTime(began);
            await Task.WhenAny(load, Task.Delay(next > TimeSpan.Zero ? next : TimeSpan.Zero, cancellation));
            if (!load.IsCompleted)
                await engine.Sales.ChangeHoldAsync(ProductId, Stock, SecondsToDeadline - second, cancellation);
        }

        await load;
        return requests.Deadlines.Count == Holds
            ? requests.Deadlines
            : throw new ToolFailedException($"Only {requests.Deadlines.Count:N0} of {Holds:N0} units were held.");
    }

    private async Task<TimeSpan> AwaitBackAsync(int holds, DateTimeOffset last, CancellationToken cancellation)
    {
        await DelayUntilAsync(last, cancellation);
        while (true)
        {
            var sale = await engine.Access.Sales.FindAsync(ProductId);
            var since = DateTimeOffset.UtcNow - last;
            if (sale?.Lapsed >= holds)
                return since > TimeSpan.Zero ? since : TimeSpan.Zero;
            if (since > Patience)
                throw new ToolFailedException($"After {Patience.TotalSeconds:0} s {sale?.Lapsed:N0} of {holds:N0} units were back on sale.");
            await Task.Delay(LookEvery, cancellation);
        }
    }

    private static async Task DelayUntilAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        var left = at - DateTimeOffset.UtcNow;
        if (left > TimeSpan.Zero)
            await Task.Delay(left, cancellation);
    }

    private static Latency LatencyOf(OpenLoadReport report) =>
        report.Latency.TryGetValue(Accepted, out var latency) ? OwnGenerator.Milliseconds(latency) : new(null, null, null, null, null);
}
