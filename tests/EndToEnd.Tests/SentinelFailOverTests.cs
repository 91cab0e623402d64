using FlashFlow.Clusters;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Sentinels choose the primary.</summary>
public sealed class SentinelFailOverTests : FailOverTests
{
    protected override async Task<RedisGroup> StartServersAsync() => await SentinelGroup.StartAsync(RealServices.Supervisor, SupervisedProcess.NewPrefix());
}
