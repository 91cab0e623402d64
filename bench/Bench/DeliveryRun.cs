using System.Diagnostics;
using System.Text.Json;
using FlashFlow.Bench.Results;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using FlashFlow.Infrastructure.Postgres.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlashFlow.Bench;

/// <summary>Publishes orders at a constant rate, as fronts would, and has a webhook told of them: how long after that it has each.</summary>
internal sealed class DeliveryRun(BenchEngine engine, BenchLog log)
{
    /// <summary>Orders a second.</summary>
    public const int PerSecond = 10_000;

    private const int Seconds = 20;
    private const int WarmUpSeconds = 5;
    private const int Orders = PerSecond * (Seconds + WarmUpSeconds);
    private const string Name = "bench";
    private const string ProductId = "bench-delivery";

    // As fronts with a crowd make them.
    private const int OrdersPerBatch = 40;
    private const int BatchesPerMessage = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Measures once.</summary>
    /// <exception cref="ToolFailedException">Not everything was told.</exception>
    public async Task<DeliveryResult> RunAsync(CancellationToken cancellation)
    {
        await engine.Sales.StartAsync(ProductId, Orders, cancellation);
        var (epoch, _) = await engine.Sales.FindAsync(ProductId);
        await using var receiver = await Receiver.StartAsync(epoch);
        await engine.Access.Webhooks.PutAsync(Name, receiver.Url, [], [WebhookSecret.New()]);
        try
        {
            log.Tell($"publishing {PerSecond:N0} orders a second for {Seconds + WarmUpSeconds} s, and telling a webhook");
            var published = await PublishAsync(epoch, cancellation);
            await receiver.All.WaitAsync(Patience, cancellation);
            var milliseconds = Enumerable.Range(PerSecond * WarmUpSeconds, PerSecond * Seconds)
                .Select(i => Stopwatch.GetElapsedTime(published[i], receiver.ToldAt[i]).TotalMilliseconds).Order().ToArray();
            var result = new DeliveryResult(PerSecond, milliseconds.Length, receiver.Messages, At(milliseconds, 0.5), At(milliseconds, 0.99), milliseconds[^1]);
            log.Tell($"told after {result.P50:N0} ms (p50), {result.P99:N0} ms (p99), {result.Max:N0} ms (max), in {result.Messages:N0} messages");
            return result;
        }
        catch (TimeoutException)
        {
            throw new ToolFailedException($"The webhook was not told of {Orders:N0} orders within {Patience.TotalMinutes:0} minutes after the last.");
        }
        finally
        {
            await engine.Access.Webhooks.DeleteAsync(Name);
        }
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    private async Task<long[]> PublishAsync(long epoch, CancellationToken cancellation)
    {
        const int PerMessage = OrdersPerBatch * BatchesPerMessage;
        var published = new long[Orders];
        var began = Stopwatch.GetTimestamp();
        for (var first = 0; first < Orders; first += PerMessage)
        {
            var due = TimeSpan.FromSeconds((double)first / PerSecond) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, cancellation);
            Array.Fill(published, Stopwatch.GetTimestamp(), first, PerMessage);
            await engine.Access.Publisher.PublishAsync([.. Enumerable.Range(0, BatchesPerMessage).Select(batch => Entry(epoch, first + (batch * OrdersPerBatch) + 1))]);
        }

        return published;
    }

    private static OutboxEntry Entry(long epoch, long first)
    {
        var batch = new OrderBatch
        {
            Version = OrderBatch.CurrentVersion,
            ProductId = ProductId,
            Epoch = epoch,
            FirstPosition = first,
            AcceptedAtMilliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            OrderIds = [.. Enumerable.Range(0, OrdersPerBatch).Select(_ => OrderIds.New(TimeProvider.System))],
            ShopperIds = [.. Enumerable.Range(0, OrdersPerBatch).Select(i => $"shopper-{first + i}")],
            Quantities = [.. Enumerable.Repeat(1, OrdersPerBatch)],
        };
        return new(ProductId, Id: "", batch.ToJson());
    }

    private sealed class Receiver(WebApplication app, long epoch) : IAsyncDisposable
    {
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Url => app.Urls.Single() + "/";

        public long[] ToldAt { get; } = new long[Orders];

        public int Messages { get; private set; }

        /// <summary>Ends when the last was told.</summary>
        public Task All => all.Task;

        public static async Task<Receiver> StartAsync(long epoch)
        {
            var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
            builder.Logging.ClearProviders();
            var app = builder.Build();
            var receiver = new Receiver(app, epoch);
            app.MapPost("/", receiver.TakeAsync);
            await app.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        // Of one sale one message comes after the other.
        private async Task TakeAsync(HttpContext context)
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            var now = Stopwatch.GetTimestamp();
            var data = body.RootElement.GetProperty("data");
            if (data.GetProperty("epoch").GetInt64() != epoch)
                return;
            Messages++;
            foreach (var told in data.GetProperty("events").EnumerateArray())
            {
                var seq = told.GetProperty("seq").GetInt32();
                if (seq is > 0 and <= Orders && ToldAt[seq - 1] == 0)
                    ToldAt[seq - 1] = now;
            }

            if (data.GetProperty("last").GetInt64() >= Orders)
                all.TrySetResult();
        }
    }
}
