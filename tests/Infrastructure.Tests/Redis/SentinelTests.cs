using FlashFlow.Clusters;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>Sentinels choose the primary.</summary>
public sealed class SentinelTests : FailOverTests
{
    private SentinelGroup group = null!;

    [Theory]
    [InlineData("kill")]
    [InlineData("freeze")]
    [InlineData("fail over")]
    public Task G1_G3_what_a_replica_has_outlives_the_primary_and_the_sale_goes_on(string fault) => SellThroughAsync("replica", fault switch
    {
        "kill" => group.KillPrimaryAsync,
        "freeze" => group.FreezePrimaryAsync,
        _ => group.FailOverAsync,
    });

    protected override async Task<RedisGroup> StartServersAsync() => group = await SentinelGroup.StartAsync(RealServices.Supervisor, SupervisedProcess.NewPrefix());
}
