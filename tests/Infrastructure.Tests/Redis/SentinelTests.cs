using FlashFlow.Clusters;
using FlashFlow.Core.Guarding;

namespace FlashFlow.Infrastructure.Tests.Redis;

/// <summary>Sentinels choose the primary.</summary>
public sealed class SentinelTests : FailOverTests
{
    private SentinelGroup group = null!;

    [Theory]
    [InlineData("kill")]
    [InlineData("freeze")]
    [InlineData("fail over")]
    [InlineData("cut off")]
    public Task G1_G3_what_a_replica_has_outlives_the_primary_and_the_sale_goes_on(string fault) => SellThroughAsync("replica", Again(fault switch
    {
        "kill" => group.KillPrimaryAsync,
        "freeze" => group.FreezePrimaryAsync,
        "cut off" => group.CutOffPrimaryAsync,
        _ => group.FailOverAsync,
    }));

    [Fact]
    public async Task A_replica_that_comes_leaves_nobody_without_an_answer()
    {
        Member? replica = null;
        var before = 0;
        await SellThroughAsync(
            "replica",
            async () =>
            {
                replica = (await group.ListReplicasAsync())[0];
                await replica.KillAsync();
            },
            async () =>
            {
                before = Unanswered;
                await replica!.StartAsync();
                await group.IsWholeAsync();
            });
        Assert.Equal(before, Unanswered);
    }

    [Fact]
    public async Task G7_while_there_is_neither_a_primary_nor_a_replica_a_buy_is_told_so()
    {
        await StartSaleAsync("replica");
        await group.FreezeReplicasAsync();
        await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);
        await (await group.FindPrimaryAsync()).KillAsync();

        for (var i = 0; i < 20; i++)
            await Assert.ThrowsAsync<LedgerUnavailableException>(BuyAsync);
    }

    // The client asks them on threads of the pool, and a crowd's worth of connections that all ask would leave none.
    [Fact]
    public async Task However_many_wait_for_replicas_one_asks_the_sentinels()
    {
        await StartSaleAsync("replica");
        var before = group.CountConnections();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => BuyAsync()));

        // One more by chance is none of sixteen.
        Assert.InRange(group.CountConnections(), 1, before + 15);
    }

    protected override async Task<RedisGroup> StartServersAsync() => group = await SentinelGroup.StartAsync(RealServices.Supervisor, SupervisedProcess.NewPrefix());
}
