using FlashFlow.Clusters;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>The nodes of a Redis Cluster choose the primary.</summary>
public sealed class ClusterFailOverTests : FailOverTests
{
    protected override async Task<RedisGroup> StartServersAsync() => await RedisClusterGroup.StartAsync(RealServices.Supervisor, SupervisedProcess.NewPrefix(), Product);
}
