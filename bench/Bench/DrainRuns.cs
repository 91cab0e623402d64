using System.Diagnostics;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Outbox;
using FlashFlow.Bench.Results;
using FlashFlow.Operator.Demo;
using Npgsql;

namespace FlashFlow.Bench;

/// <summary>Fills the orders queue while the drain is stopped, starts it, and watches the rows arrive in a fresh table.</summary>
internal sealed class DrainRuns(BenchEngine engine, BenchLog log)
{
    private const int Orders = 1_000_000;
    private const string ProductId = "bench-drain";
    private const string DrainName = "drain-1";

    // As fronts with a crowd make them: some forty buys share a ledger call, and what comes within the relay's wait shares a message.
    private const int OrdersPerBatch = 40;
    private const int BatchesPerMessage = 8;
    private const int MessagesAtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    /// <summary>Empties a full queue several times.</summary>
    public async Task<DrainResult> RunAsync(int runs, CancellationToken cancellation)
    {
        var speeds = new List<double>();
        for (var run = 1; run <= runs; run++)
        {
            await engine.Fleet.EndAsync([DrainName], cancellation);
            await engine.Sales.StartAsync(ProductId, Orders, cancellation);
            var (epoch, _) = await engine.Sales.FindAsync(ProductId);
            await AskAsync("TRUNCATE orders", cancellation);
            await FillAsync(epoch, cancellation);
            speeds.Add(await EmptyAsync(epoch, cancellation));
            log.Tell($"run {run} of {runs}  drain          {speeds[^1],8:N0} rows a second");
        }

        // What a running system has done as well by the time somebody looks.
        await AskAsync("VACUUM orders", cancellation);
        var bytes = (long)(await AskAsync("SELECT pg_total_relation_size('orders')", cancellation))!;
        return new(Orders, speeds, (double)bytes / Orders);
    }

    private async Task FillAsync(long epoch, CancellationToken cancellation)
    {
        log.Tell($"publishing {Orders:N0} orders");
        var firsts = Enumerable.Range(0, Orders / OrdersPerBatch).Select(batch => 1L + ((long)batch * OrdersPerBatch));
        var at = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await Parallel.ForEachAsync(
            firsts.Chunk(BatchesPerMessage),
            new ParallelOptions { MaxDegreeOfParallelism = MessagesAtOnce, CancellationToken = cancellation },
            async (message, _) => await engine.Access.Publisher.PublishAsync([.. message.Select(first => Entry(epoch, first, at))]));
    }

    private static OutboxEntry Entry(long epoch, long first, long at)
    {
        var batch = new OrderBatch
        {
            Version = OrderBatch.CurrentVersion,
            ProductId = ProductId,
            Epoch = epoch,
            FirstPosition = first,
            AcceptedAtMilliseconds = at,
            OrderIds = [.. Enumerable.Range(0, OrdersPerBatch).Select(_ => OrderIds.New(TimeProvider.System))],
            ShopperIds = [.. Enumerable.Repeat("", OrdersPerBatch)],
            Quantities = [.. Enumerable.Repeat(1, OrdersPerBatch)],
        };
        return new(ProductId, Id: "", batch.ToJson());
    }

    // Rows are counted only at both ends: in between, counting would take the time that is measured.
    private async Task<double> EmptyAsync(long epoch, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(Patience);
        var stored = new SaleRows(engine.Access.Postgres, epoch);
        await stored.CountAsync(cancellation);
        try
        {
            var starting = engine.Fleet.StartAsync([DrainName], end.Token);
            long first;
            while ((first = await stored.CountAsync(end.Token)) == 0)
                await Task.Delay(LookEvery, end.Token);
            var began = Stopwatch.GetTimestamp();
            var ended = await AwaitAllAsync(stored, epoch, end.Token);
            await starting;
            return (Orders - first) / Stopwatch.GetElapsedTime(began, ended).TotalSeconds;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ToolFailedException($"The drain has not stored {Orders:N0} orders within {Patience.TotalMinutes:0} minutes.");
        }
    }

    private async Task<long> AwaitAllAsync(SaleRows stored, long epoch, CancellationToken cancellation)
    {
        while (true)
        {
            while (await AskAsync($"SELECT max(position) FROM orders WHERE epoch = {epoch}", cancellation) is not int last || last < Orders)
                await Task.Delay(LookEvery, cancellation);
            var now = Stopwatch.GetTimestamp();
            if (await stored.CountAsync(cancellation) == Orders)
                return now;
        }
    }

    private async Task<object?> AskAsync(string sql, CancellationToken cancellation)
    {
        try
        {
            await using var command = engine.Access.Postgres.CreateCommand(sql);
            command.CommandTimeout = (int)Patience.TotalSeconds;
            return await command.ExecuteScalarAsync(cancellation);
        }
        catch (NpgsqlException failure)
        {
            throw new ToolFailedException($"PostgreSQL: {failure.Message}", failure);
        }
    }
}
