using BenchmarkDotNet.Attributes;
using FlashFlow.Core.Buying;
using FlashFlow.Core.Guarding;
using FlashFlow.Infrastructure.Redis;
using StackExchange.Redis;

namespace FlashFlow.Micro;

/// <summary>What a buy costs as an argument of the ledger's script, in a batch of 512.</summary>
public class LedgerCallBenchmarks
{
    private const int Buys = 512;

    private readonly OrderOperation[] batch = [.. Enumerable.Range(0, Buys).Select(i => new OrderOperation(Guid.CreateVersion7(), $"shopper-{i}", 1))];

    [Benchmark(OperationsPerInvoke = Buys)]
    public RedisValue[] Arguments() => LedgerArguments.Of("phone-5", new(42, 1_000), batch);
}
