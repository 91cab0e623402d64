using BenchmarkDotNet.Attributes;
using FlashFlow.Core.Draining;

namespace FlashFlow.Micro;

/// <summary>What an order costs on its way to the broker and back, in a batch of 512.</summary>
public class OrderBatchBenchmarks
{
    private const int Orders = 512;

    private readonly OrderBatch batch = new()
    {
        Version = OrderBatch.CurrentVersion,
        ProductId = "phone-5",
        Epoch = 42,
        FirstPosition = 1,
        AcceptedAtMilliseconds = 1_795_334_400_123,
        OrderIds = [.. Enumerable.Range(0, Orders).Select(_ => Guid.CreateVersion7())],
        ShopperIds = [.. Enumerable.Range(0, Orders).Select(i => $"shopper-{i}")],
        Quantities = [.. Enumerable.Repeat(1, Orders)],
    };

    private byte[] json = [];

    [GlobalSetup]
    public void Write() => json = batch.ToJson();

    [Benchmark(OperationsPerInvoke = Orders)]
    public byte[] Encode() => batch.ToJson();

    [Benchmark(OperationsPerInvoke = Orders)]
    public OrderBatch Decode() => OrderBatch.Parse(json);
}
