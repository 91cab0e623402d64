using FlashFlow.Clusters;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>A Redis Cluster, whose nodes choose their primaries, and where slots move.</summary>
public sealed class ClusterTests : FailOverTests
{
    private RedisClusterGroup group = null!;

    [Fact]
    public Task G1_G3_what_a_replica_has_outlives_the_primary_and_a_move_of_its_slot_and_the_sale_goes_on() => SellThroughAsync(
        group.FailOverAsync,
        () => group.MoveSlotAsync(),
        group.KillPrimaryAsync,
        group.FreezePrimaryAsync);

    protected override async Task<RedisGroup> StartServersAsync() => group = await RedisClusterGroup.StartAsync(RealServices.Supervisor, SupervisedProcess.NewPrefix(), Product);
}
