using BenchmarkDotNet.Attributes;
using FlashFlow.Core.Buying;

namespace FlashFlow.Micro;

/// <summary>What it costs to name an order.</summary>
public class OrderIdBenchmarks
{
    [Benchmark]
    public Guid Fresh() => OrderIds.New(TimeProvider.System);

    [Benchmark]
    public Guid Keyed() => OrderIds.ForKey("phone-5", 42, "ada", "cart-4711");
}
