using System.Net.Http.Headers;
using System.Text;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>What a collector sees of the whole system.</summary>
public sealed class TraceTests
{
    private const string Product = "phone";
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    [Theory, BothModes]
    public async Task One_buy_is_one_trace_from_the_front_to_the_row_and_what_nobody_called_for_is_in_none(string mode)
    {
        await using var sandbox = await Sandbox.CreateAsync();
        sandbox.Settings[GuardModes.Setting] = mode;
        await using var collector = await Collector.StartAsync();
        await sandbox.StartSaleAsync(Product, stock: 10);

        // The watch looks into the database often: those looks are nobody's call.
        (string, string)[] settings = [.. collector.Settings, ("FlashFlow:Guard:WatchIntervalMilliseconds", "100"), ("FlashFlow:Telemetry:SampleOneIn", "1")];
        List<EngineProcess> processes = [];
        try
        {
            if (mode == GuardModes.Cluster)
                processes.Add(await EngineProcess.StartSiloAsync(sandbox, settings));
            var front = await EngineProcess.StartFrontAsync(sandbox, settings);
            processes.AddRange([front, await EngineProcess.StartDrainAsync(sandbox, settings)]);

            await BuyAsync(front.Address);
            await sandbox.AtRestAsync(Product);

            // What they have not sent yet they send at their end.
            Assert.All(await Task.WhenAll(processes.Select(process => process.StopAsync())), code => Assert.Equal(0, code));
        }
        finally
        {
            foreach (var process in processes)
                await process.DisposeAsync();
        }

        Assert.All(collector.Spans, span => Assert.Equal(TraceId, span.TraceId));
        var ids = collector.Spans.Select(span => span.Id).ToHashSet();
        Assert.Equal(["POST /products/{productId}/orders/"], collector.Spans.Where(span => !ids.Contains(span.ParentId)).Select(span => span.Name));
        var names = collector.Spans.Select(span => $"{span.Service}: {span.Name}").ToHashSet();
        string[] way = mode == GuardModes.Cluster
            ? ["FlashFlow.WebFront: grain buy", "FlashFlow.Silo: ledger buy", "FlashFlow.Silo: publish orders", "FlashFlow.Drain: process orders"]
            : ["FlashFlow.WebFront: ledger buy", "FlashFlow.WebFront: publish orders", "FlashFlow.Drain: process orders"];
        Assert.Superset(way.ToHashSet(), names);
        Assert.Contains(collector.Spans, span => span.Service == "FlashFlow.Drain" && span.Name != "process orders"); // Its statements.
    }

    private static async Task BuyAsync(Uri front)
    {
        using var client = new HttpClient { BaseAddress = front };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/products/{Product}/orders")
        {
            Content = new StringContent("""{"shopperId":"ada","quantity":1}""", Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
            Headers = { { "traceparent", $"00-{TraceId}-b7ad6b7169203331-01" } },
        };
        using var answer = await client.SendAsync(request);
        Assert.Equal(202, (int)answer.StatusCode);
    }
}
