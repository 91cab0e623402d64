using static FlashFlow.Core.Tests.StandIns.Samples;

namespace FlashFlow.Core.Tests.Draining;

public sealed class DeliveryTests
{
    [Fact]
    public void A_batch_of_orders_is_read_at_once()
    {
        var delivery = new Delivery(Batch(first: 5, count: 2).ToJson(), () => ValueTask.CompletedTask, "00-trace");
        Assert.Equal([Id(5), Id(6)], delivery.Batch!.OrderIds);
        Assert.Null(delivery.Defect);
        Assert.Equal("00-trace", delivery.TraceParent);
    }

    [Fact]
    public void Anything_else_says_why_it_is_none()
    {
        var delivery = new Delivery((Batch() with { Epoch = 0 }).ToJson(), () => ValueTask.CompletedTask);
        Assert.Null(delivery.Batch);
        Assert.Equal("Not a batch of orders: epoch 0 is less than 1.", delivery.Defect);
    }
}
