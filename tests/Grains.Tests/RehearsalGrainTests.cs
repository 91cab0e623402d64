namespace FlashFlow.Grains.Tests;

public sealed class RehearsalGrainTests() : ClusterTests(silos: 1)
{
    private readonly ImaginaryProduct product = new();

    [Fact]
    public async Task A_rehearsal_is_answered_by_a_silo_as_buys_are_and_nothing_is_sold()
    {
        var (accepted, soldOut) = (await RehearseAsync(product.Id), await RehearseAsync(product.SoldOut));

        Assert.Equal([OrderOutcome.Accepted, OrderOutcome.Accepted], accepted.Unpack().Results.Select(result => result.Outcome));
        Assert.Equal([OrderOutcome.SoldOut, OrderOutcome.SoldOut], soldOut.Unpack().Results.Select(result => result.Outcome));
        Assert.True(soldOut.IsSoldOut);
        Assert.Empty(await Sandbox.Sales.ListProductsAsync());
        Assert.Equal(0, await Sandbox.Outbox.CountAsync(product.Id));
        Assert.Empty(Cluster.Silos.SelectMany(silo => silo.ServiceProvider.GetRequiredService<ActiveProducts>().Ids));
    }

    private Task<OperationReplies> RehearseAsync(string productId) =>
        Cluster.Client.GetGrain<IRehearsalGrain>(productId).DecideAsync(OperationBatch.Pack(HighWaterMark.None, [Buy(), Buy()], traceParent: null));
}
